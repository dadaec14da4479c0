// Foods: looking one up.
import { html } from "lit-html";
import { announce } from "#app/parts/notices.js";
import { countInWords, foodRow, lookUp, NOTHING_FOUND } from "#app/parts/search.js";
import { icon } from "#app/parts/icon.js";

/** The page of the search; what is searched for stands in the address, so that going back finds it again. */
export function foodsPage({ query, draw }) {
  const state = { query: query.get("q") ?? "", results: null, error: "" };
  const look = lookUp((answer) => {
    Object.assign(state, { results: answer.results, error: answer.error });
    if (answer.results) announce(countInWords(answer.results));
    draw();
  });

  const typed = (event) => {
    state.query = event.target.value;
    history.replaceState({}, "", state.query ? `/foods/?${new URLSearchParams({ q: state.query })}` : "/foods/");
    look(state.query);
  };

  if (state.query) look(state.query);
  return { title: "Foods", view };

  function view() {
    return html`<div class="columns"><div class="column">
      <header class="page-head">
        <h1 tabindex="-1">Foods</h1>
        <nav class="page-links" aria-label="Beside foods">
          <a class="button button-quiet" href="/recognition/">${icon("camera")}Photo</a>
          <a class="button button-quiet" href="/recipes/">${icon("cooking-pot")}Recipes</a>
          <a class="button button-quiet" href="/compare/">${icon("scale")}Compare</a>
        </nav>
      </header>
      <search class="search">
        <label class="visually-hidden" for="food-query">Search foods</label>
        <div class="search-box search-box-large">
          ${icon("search")}
          <input id="food-query" type="search" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="80"
            placeholder="Oats, flat white, cheddar …" enterkeyhint="search" .value=${state.query} @input=${typed} />
        </div>
      </search>
      ${results()}
    </div></div>`;
  }

  function results() {
    if (state.error) return html`<p class="error" role="alert">${state.error}</p>`;
    if (!state.results) {
      return html`<p class="fine">What is in a food, and who measured it: start to type its name.</p>`;
    }
    if (!state.results.length) return html`<p class="lead">${NOTHING_FOUND}</p>`;
    return html`<ul class="card food-list">
      ${state.results.map((food) => html`<li><a class="food-row" href="/foods/${food.food_id}/">${foodRow(food)}</a></li>`)}
    </ul>`;
  }
}
