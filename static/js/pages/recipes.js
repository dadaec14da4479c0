// Recipes: one's own, the one changed last first.
import { html, nothing } from "lit-html";
import { inWords } from "#app/api.js";
import { count, energy, mass } from "#app/format.js";
import { icon } from "#app/parts/icon.js";
import { letter } from "#app/parts/letter.js";
import { recipesNeedAccount } from "#app/parts/needs-account.js";
import { readRecipes } from "#app/recipes.js";
import { user } from "#app/session.js";

/** The page of the list. */
export function recipesPage({ draw }) {
  const state = { recipes: null, error: "" };

  async function load() {
    try {
      Object.assign(state, { recipes: await readRecipes(), error: "" });
    } catch (error) {
      state.error = inWords(error);
    }
    draw();
  }

  if (user) load();
  return { title: "Recipes", view: user ? view : recipesNeedAccount };

  function view() {
    return html`<div class="columns"><div class="column">
      <a class="back" href="/foods/">${icon("arrow-left")}Foods</a>
      <header class="page-head">
        <h1 tabindex="-1">Recipes</h1>
        ${state.recipes?.length ? html`<a class="button button-quiet" href="/recipes/new/">${icon("plus")}New recipe</a>` : nothing}
      </header>
      ${body()}
    </div></div>`;
  }

  function body() {
    if (state.error) {
      return html`<p class="note note-error" role="alert">${state.error} <button class="link" @click=${load}>Try again</button></p>`;
    }
    if (!state.recipes) return html`<p class="fine" aria-busy="true">Looking up your recipes …</p>`;
    if (!state.recipes.length) return empty();
    return html`<ul class="card food-list">
      ${state.recipes.map((recipe) => html`<li><a class="food-row" href="/recipes/${recipe.id}/">${recipeRow(recipe)}</a></li>`)}
    </ul>`;
  }
}

function empty() {
  return html`<section class="empty">
    <p class="lead">What do you cook again and again? Weigh what goes into the pot, and the pot when it is ready:
      from then on the weight of your plate is enough.</p>
    <a class="button" href="/recipes/new/">Write down a recipe</a>
  </section>`;
}

function recipeRow({ name, servings, serving_g: grams, energy_kcal_per_serving: kcal, letter: grade }) {
  return html`<span class="food-name">${name}</span>
    <span class="food-energy">${energy(kcal)}</span>
    <span class="food-portion">${servings === 1 ? "1 serving" : `1 of ${count(servings, "serving", "servings", 2)}`} · ${mass(grams)}</span>
    <span class="source"></span>
    ${letter(grade, { size: "small" })}`;
}
