// One recipe: what a portion of the pot holds, a way into a meal, and what went in.
import { html, nothing } from "lit-html";
import { inWords, Problem } from "#app/api.js";
import { keepDraft, newDraft, readDraft } from "#app/draft.js";
import { count, energy, howMuch, mass, measure } from "#app/format.js";
import { nutrients } from "#app/foods.js";
import { lineFromRecipe, portionsOf } from "#app/line.js";
import { amountEditor } from "#app/parts/amount.js";
import { foodLetter } from "#app/parts/grade-note.js";
import { icon } from "#app/parts/icon.js";
import { energyTotal, macros } from "#app/parts/macros.js";
import { recipesNeedAccount } from "#app/parts/needs-account.js";
import { announce, toast } from "#app/parts/notices.js";
import { nutrientGroups } from "#app/parts/nutrients.js";
import { deleteRecipe, readRecipe, renewRecipe } from "#app/recipes.js";
import { go } from "#app/router.js";
import { user } from "#app/session.js";
import { scaled } from "#app/totals.js";
import { originIn, preparedWords } from "#app/words.js";

/** The page of the recipe in the address. */
export function recipePage({ match, draw }) {
  const state = { recipe: null, line: null, error: "", amountError: "", isBusy: false, nutrients: [] };

  async function load() {
    try {
      shown(await readRecipe(match[1]));
    } catch (error) {
      state.error = error instanceof Problem && error.status === 404 ? "There is no such recipe." : inWords(error);
    }
    draw();
  }

  /** Show `recipe`; an amount that was chosen stays. */
  function shown(recipe) {
    const { grams, quantity } = state.line ?? {};
    Object.assign(state, { recipe, line: lineFromRecipe(recipe) });
    if (grams) Object.assign(state.line, { grams, quantity });
  }

  async function eat() {
    try {
      const draft = (await readDraft()) ?? newDraft();
      await keepDraft({ ...draft, lines: [...draft.lines, state.line] });
      go("/review/");
    } catch (error) {
      toast(inWords(error));
    }
  }

  async function attempt(work) {
    if (state.isBusy) return;
    state.isBusy = true;
    draw();
    try {
      await work();
    } catch (error) {
      toast(inWords(error));
    }
    state.isBusy = false;
    draw();
  }

  const renew = () =>
    attempt(async () => {
      shown(await renewRecipe(state.recipe.id));
      announce("Reckoned with today's figures.");
    });

  const remove = () =>
    attempt(async () => {
      const { recipe } = state;
      const bringBack = await deleteRecipe(recipe);
      const undo = () => bringBack().then(() => go(`/recipes/${recipe.id}/`)).catch((error) => toast(inWords(error)));
      go("/recipes/");
      toast(`${recipe.name} deleted. What you logged of it stays.`, { action: { label: "Undo", run: undo } });
    });

  function resize(line) {
    Object.assign(state, { line, amountError: "" });
    draw();
  }

  function refuse(message) {
    state.amountError = message;
    draw();
  }

  if (user) {
    nutrients().then((known) => { state.nutrients = known; draw(); }).catch(() => {});
    load();
  }
  return { title: () => state.recipe?.name ?? "Recipe", view: user ? view : recipesNeedAccount };

  function view() {
    const back = html`<a class="back" href="/recipes/">${icon("arrow-left")}Recipes</a>`;
    if (!state.recipe) {
      return html`<div class="columns"><div class="column">${back}
        <header class="page-head"><h1 tabindex="-1">${state.error || "One moment …"}</h1></header></div></div>`;
    }
    const sum = portion();
    return html`<div class="columns food recipe">
      <div class="column">
        ${back}
        ${header()}
        ${state.recipe.newer_figures ? newer() : nothing}
        <section class="card" aria-labelledby="eaten">
          <h2 id="eaten">I ate some</h2>
          ${amountEditor({ line: state.line, portions: portionsOf(state.line), error: state.amountError, onChange: resize, onError: refuse })}
          <div class="total-head">
            ${energyTotal(sum, { label: `in ${measure(state.line.quantity) || mass(state.line.grams)}` })}
            ${foodLetter({ line: state.line, isLinked: false })}
          </div>
          ${macros(sum)}
          <button class="button button-wide" @click=${eat}>Add to a meal</button>
        </section>
        ${ingredients()}
      </div>
      <div class="column aside">
        <section class="card">
          <h2>Nutrients in ${mass(state.line.grams)}</h2>
          ${nutrientGroups({ nutrients: state.nutrients, totals: sum, foods: contributions() })}
        </section>
        <button class="button button-quiet button-danger" @click=${remove}>${icon("trash-2")}Delete this recipe</button>
      </div>
    </div>`;
  }

  /** What the chosen amount holds, as far as it is known of the pot. */
  function portion() {
    const { pot } = state.recipe;
    return { ...pot, grams: state.line.grams, nutrients: scaled(pot.nutrients, state.line.grams / pot.grams) };
  }

  function contributions() {
    const share = state.line.grams / state.recipe.pot.grams;
    return state.recipe.ingredients.map(({ name, nutrients: values, provenance, preparation }) => ({
      name,
      nutrients: scaled(values, share),
      originOf: (key) => originIn({ default: provenance, nutrients: {} }, key, preparation),
    }));
  }

  function header() {
    const { name, note, servings, serving, id } = state.recipe;
    const makes = servings === 1 ? "" : ` · ${count(servings, "serving", "servings", 2)} of ${mass(serving.grams)}`;
    return html`<header class="page-head">
      <div>
        <h1 tabindex="-1">${name}</h1>
        <p class="under-title">A pot of ${mass(state.recipe.pot.grams)}${makes}</p>
      </div>
      <a class="button button-quiet" href="/recipes/${id}/edit/">${icon("pencil")}Edit<span class="visually-hidden"> ${name}</span></a>
    </header>
    ${note ? html`<p class="recipe-note">${note}</p>` : nothing}`;
  }

  function newer() {
    return html`<section class="note" role="status">
      <p>Newer figures are known of ${count(state.recipe.ingredients.filter((each) => each.newer_figures).length, "ingredient")}.
        What you logged before stays as it was.</p>
      <p class="note-actions"><button class="button button-soft" aria-disabled=${state.isBusy} @click=${renew}>${icon("rotate-ccw")}Use them</button></p>
    </section>`;
  }

  function ingredients() {
    const { ingredients: lines, pot, yield_g: weighed } = state.recipe;
    return html`<section class="card" aria-labelledby="went-in">
      <h2 id="went-in">What goes in</h2>
      <ul class="recipe-lines">${lines.map(ingredientRow)}</ul>
      <p class="fine">${potInWords(lines.reduce((sum, { grams }) => sum + grams, 0), pot.grams, weighed)}</p>
    </section>`;
  }
}

function ingredientRow({ name, food_id: food, recipe_id: recipe, quantity, grams, nutrients: values, preparation, newer_figures: isNewer }) {
  const address = food ? `/foods/${food}/` : recipe ? `/recipes/${recipe}/` : null;
  const content = html`<span class="food-name">${name}</span>
    <span class="food-energy">${energy(values.energy_kcal)}</span>
    <span class="food-portion">${howMuch(quantity, grams)}${preparation ? ` · ${preparedWords(preparation)}` : ""}${
      isNewer ? html` · <span class="recipe-newer">newer figures</span>` : nothing
    }</span>`;
  return html`<li>${address ? html`<a class="food-row" href=${address}>${content}</a>` : html`<div class="food-row">${content}</div>`}</li>`;
}

/** "2,400 g go in, 2,100 g come out: 300 g of water boil off. What heat does to vitamins is not reckoned." */
function potInWords(raw, cooked, weighed) {
  const change = raw - cooked;
  const heat = "What heat does to vitamins is not reckoned.";
  if (weighed === null || Math.abs(change) < 0.5) return `${mass(raw)} go in. ${heat}`;
  const water = change > 0 ? `${mass(change)} of water boil off` : `${mass(-change)} of water come in`;
  return `${mass(raw)} go in, the finished pot weighs ${mass(cooked)}: ${water}. ${heat}`;
}
