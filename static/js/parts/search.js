// Finding a food as it is typed: a combobox, moved through by arrow keys, read out as it fills.
import { html, nothing } from "lit-html";
import { inWords } from "#app/api.js";
import { energy, measure } from "#app/format.js";
import { searchFoods } from "#app/foods.js";
import { icon } from "#app/parts/icon.js";
import { letter } from "#app/parts/letter.js";
import { announce } from "#app/parts/notices.js";
import { sourceShort } from "#app/words.js";

const PAUSE_MS = 140;
let instances = 0;

/** What a search row says: name, portion, energy, source, letter. */
export function foodRow({ name, serving, serving_g: grams, energy_kcal_per_100g: perHundred, source, letter: grade }) {
  const isKnown = typeof perHundred === "number";
  const shown = grams && isKnown ? energy((perHundred * grams) / 100) : isKnown ? energy(perHundred) : "";
  return html`<span class="food-name">${name}</span>
    <span class="food-energy">${shown}</span>
    <span class="food-portion">${grams ? measure(serving) || "1 serving" : "100 g"}</span>
    <span class="source">${sourceShort(source)}</span>
    ${letter(grade, { size: "small" })}`;
}

/** Looks up what is typed, the last query only; `onAnswer` gets {query, results, error}. */
export function lookUp(onAnswer) {
  let timer;
  let running;
  return function look(query) {
    clearTimeout(timer);
    running?.abort();
    if (!query.trim()) return onAnswer({ query: "", results: null, error: "" });
    timer = setTimeout(async () => {
      running = new AbortController();
      const { signal } = running;
      try {
        onAnswer({ query, results: await searchFoods(query.trim(), { signal }), error: "" });
      } catch (error) {
        if (!signal.aborted) onAnswer({ query, results: null, error: inWords(error) });
      }
    }, PAUSE_MS);
  };
}

/** How many results there are, in words. */
export function countInWords(results) {
  if (results.length === 0) return "No food by that name.";
  return results.length === 1 ? "1 food found." : `${results.length} foods found.`;
}

/**
 * A search field of its own state: returns a function that draws it. `draw` is called when it changed,
 * `onPick` with the food that was chosen. It starts with `query` typed already.
 */
export function searchField({ label, placeholder = "", draw, onPick, isLabelShown = false, query = "" }) {
  instances += 1;
  const id = `search-${instances}`;
  const state = { query, results: null, error: "", active: -1 };
  const look = lookUp((answer) => {
    Object.assign(state, { results: answer.results, error: answer.error, active: answer.results?.length ? 0 : -1 });
    if (answer.results) announce(countInWords(answer.results));
    draw();
  });

  const typed = (event) => {
    state.query = event.target.value;
    look(state.query);
  };
  const pick = (food) => {
    Object.assign(state, { query: "", results: null, active: -1 });
    draw();
    onPick(food);
  };
  const close = () => {
    Object.assign(state, { results: null, active: -1 });
    draw();
  };
  const move = (step) => {
    const length = state.results.length;
    state.active = (state.active + step + length) % length;
    draw();
    document.getElementById(`${id}-${state.active}`)?.scrollIntoView({ block: "nearest" });
  };
  const pressed = (event) => {
    if (!state.results?.length) return;
    const act = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: () => pick(state.results[state.active]),
      Escape: close,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  if (query) look(query);
  return () => html`<div class="search">
    <label for=${id} class=${isLabelShown ? "field-label" : "visually-hidden"}>${label}</label>
    <div class="search-box">
      ${icon("search")}
      <input id=${id} type="text" role="combobox" autocomplete="off" autocapitalize="none" spellcheck="false"
        maxlength="80" placeholder=${placeholder} enterkeyhint="search"
        aria-autocomplete="list" aria-expanded=${state.results?.length ? "true" : "false"} aria-controls="${id}-list"
        aria-activedescendant=${state.active >= 0 ? `${id}-${state.active}` : nothing}
        .value=${state.query} @input=${typed} @keydown=${pressed} />
    </div>
    <ul class="results" id="${id}-list" role="listbox" aria-label="Foods" ?hidden=${!state.results?.length}>
      ${state.results?.map((food, index) => option(food, index))}
    </ul>
    ${state.results?.length === 0 ? html`<p class="fine">${NOTHING_FOUND}</p>` : nothing}
    ${state.error ? html`<p class="error" role="alert">${state.error}</p>` : nothing}
  </div>`;

  function option(food, index) {
    return html`<li role="option" id="${id}-${index}" class="food-row" aria-selected=${index === state.active}
      @pointerdown=${(event) => event.preventDefault()} @click=${() => pick(food)}>${foodRow(food)}</li>`;
  }
}

export const NOTHING_FOUND = "We don't know this one yet. Try a plainer word: “cheese” finds more than a brand does.";
