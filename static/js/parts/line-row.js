// One food of the draft: what was understood, how sure that is, and everything to mend it with.
import { html, nothing } from "lit-html";
import { capital, energy, energyRange, howMuch } from "#app/format.js";
import { energyInterval, nutrientsOf, portionsOf } from "#app/line.js";
import { amountEditor } from "#app/parts/amount.js";
import { foodLetter } from "#app/parts/grade-note.js";
import { icon } from "#app/parts/icon.js";
import { confidenceBadge, sourceBadge } from "#app/parts/source.js";

const MOST_SHOWN = 3;

/** The row of `line`; `food` once it is known; `error` is what is wrong with its amount. */
export function lineRow({ line, food, error, actions }) {
  const kcal = nutrientsOf(line).energy_kcal ?? null;
  const { low, high } = energyInterval(line);
  const range = energyRange(kcal, low, high);
  return html`<li class="card line" id="line-${line.id}" tabindex="-1" aria-label=${line.name}>
    <div class="line-head">
      <h2 class="line-name">${line.name}</h2>
      <p class="line-energy">${energy(kcal)}</p>
      <div class="line-letter">${foodLetter({ line })}</div>
      <p class="line-quantity">${howMuch(line.quantity, line.grams, line.low, line.high)}</p>
      ${range ? html`<p class="line-range">${range}</p>` : nothing}
    </div>
    ${line.notes.length ? html`<p class="line-notes">${line.notes.map(sentence).join(" ")}</p>` : nothing}
    ${line.questions.map((question) => questionRow(question, line, actions))}
    ${amountEditor({
      line,
      portions: food?.portions ?? portionsOf(line),
      error,
      onChange: actions.amount,
      onError: (message) => actions.amountFailed(line, message),
    })}
    ${line.confidence === "uncertain" ? orElse(line, actions) : nothing}
    <p class="line-meta">${confidenceBadge(line.confidence)} <span aria-hidden="true">·</span> ${sourceBadge(line)}</p>
    <div class="line-foot">
      <details class="line-more">
        <summary>Not quite right?${icon("chevron-down")}</summary>
        ${line.confidence === "uncertain" ? nothing : orElse(line, actions)}
        ${actions.search(`line ${line.id}`, "Something else", (foodId) => actions.swap(line, foodId))}
        ${line.phrase ? html`<p class="fine">You wrote “${line.phrase}”.</p>` : nothing}
        <a class="link" href=${line.recipeId ? `/recipes/${line.recipeId}/` : `/foods/${line.foodId}/`}>All about ${line.name}</a>
      </details>
      <button class="icon-button" @click=${() => actions.remove(line)}>
        ${icon("trash-2")}<span class="visually-hidden">Remove ${line.name}</span>
      </button>
    </div>
  </li>`;
}

function questionRow(question, line, actions) {
  return html`<div class="question">
    ${icon("circle-question-mark")}<span>${question}</span>
    <button class="chip" @click=${() => actions.confirm(line)}>OK<span class="visually-hidden">: ${question}</span></button>
  </div>`;
}

function orElse(line, actions) {
  if (!line.alternatives.length) return nothing;
  return html`<div class="or-else">
    <span class="fine" id="or-${line.id}">Or was it</span>
    <div class="chips chips-wrap" role="group" aria-labelledby="or-${line.id}">
      ${line.alternatives.slice(0, MOST_SHOWN).map(
        ({ food_id: id, name }) => html`<button class="chip" @click=${() => actions.swap(line, id)}>${name}</button>`,
      )}
    </div>
  </div>`;
}

/** "A glass taken as 240 ml." */
const sentence = (note) => `${capital(note)}${/[.!?]$/.test(note) ? "" : "."}`;
