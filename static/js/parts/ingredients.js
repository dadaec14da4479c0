// What goes into a recipe: said in words or one by one, each line opening to be mended.
import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { capital, energy, howMuch } from "#app/format.js";
import { nutrientsOf, portionsOf } from "#app/line.js";
import { amountEditor } from "#app/parts/amount.js";
import { icon } from "#app/parts/icon.js";
import { confidenceBadge, sourceBadge } from "#app/parts/source.js";
import { unresolvedCard } from "#app/parts/unresolved.js";

const MAX_LENGTH = 2000;
const MOST_SHOWN = 3;

/** The field for words; `words` is what stands there, `error` what is wrong with it. */
export function wordsField({ words, error, isBusy, onInput, onSubmit }) {
  return html`<form class="recipe-words" @submit=${onSubmit} novalidate>
    <div class="field"><label class="field-label" for="recipe-words">What goes in?</label>
    <textarea id="recipe-words" rows="3" maxlength=${MAX_LENGTH} autocapitalize="sentences"
      placeholder="500 g minced beef, 2 cans of tomatoes, an onion and a tablespoon of olive oil"
      aria-invalid=${error ? "true" : nothing} aria-describedby="recipe-words-note"
      .value=${words} @input=${onInput}></textarea></div>
    <p id="recipe-words-note" class=${error ? "error" : "fine"} role=${error ? "alert" : nothing}>
      ${error || "As in a cookbook, on one line or on many. Grams are best."}
    </p>
    <button class="button button-soft" aria-disabled=${isBusy}>${isBusy ? "Looking it up …" : "Look it up"}</button>
  </form>`;
}

/** What we did not know, then every ingredient. `errors` are by the line's number, `foods` what is known of each. */
export function ingredientList({ lines, unresolved, open, errors, foods, actions }) {
  return html`${unresolved.map((each) => unresolvedCard({ unresolved: each, actions }))}
    ${lines.length ? html`<ul class="items recipe-items" aria-label="Ingredients">
      ${repeat(lines, ({ id }) => id, (line, index) =>
        ingredientRow({ line, error: errors[index], isOpen: open === line.id, food: foods.get(line.foodId), actions }))}
    </ul>` : nothing}`;
}

function ingredientRow({ line, error, isOpen, food, actions }) {
  return html`<li class="item">
    <button class="item-head" type="button" aria-expanded=${isOpen} @click=${() => actions.toggle(line)}>
      <span class="food-name">${line.name}</span>
      <span class="food-energy">${energy(nutrientsOf(line).energy_kcal)}</span>
      <span class="food-portion">${howMuch(line.quantity, line.grams, line.low, line.high)}</span>
      ${line.confidence === "picked" || line.confidence === "likely" ? nothing : html`<span class="food-portion">${confidenceBadge(line.confidence)}</span>`}
    </button>
    ${error && !isOpen ? html`<p class="error" role="alert">${error}</p>` : nothing}
    ${isOpen ? ingredientEditor({ line, error, food, actions }) : nothing}
  </li>`;
}

function ingredientEditor({ line, error, food, actions }) {
  return html`<div class="item-editor">
    ${line.notes.length ? html`<p class="line-notes">${line.notes.map((note) => `${capital(note)}.`).join(" ")}</p>` : nothing}
    ${amountEditor({
      line,
      portions: food?.portions ?? portionsOf(line),
      error,
      onChange: actions.amount,
      onError: (message) => actions.amountFailed(line, message),
    })}
    ${line.alternatives.length ? html`<div class="or-else">
      <span class="fine" id="or-${line.id}">Or is it</span>
      <div class="chips chips-wrap" role="group" aria-labelledby="or-${line.id}">
        ${line.alternatives.slice(0, MOST_SHOWN).map(({ food_id: id, name }) =>
          html`<button class="chip" type="button" @click=${() => actions.swap(line, id)}>${name}</button>`)}
      </div>
    </div>` : nothing}
    ${actions.search(`line ${line.id}`, "Something else", (foodId) => actions.swap(line, foodId))}
    <p class="item-source">${sourceBadge(line)}${line.phrase ? html` · <span class="source">from “${line.phrase}”</span>` : nothing}</p>
    <div class="item-actions">
      <button class="button button-quiet button-danger" type="button" @click=${() => actions.remove(line)}>
        ${icon("trash-2")}Take out<span class="visually-hidden"> ${line.name}</span>
      </button>
    </div>
  </div>`;
}
