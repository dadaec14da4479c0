// The things compared, a column each: letter, grade for the focus, what speaks for and against.
import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { energy, mass, number } from "#app/format.js";
import { reasons } from "#app/parts/focuses.js";
import { icon } from "#app/parts/icon.js";
import { letter } from "#app/parts/letter.js";
import { FOCUSES } from "#app/words.js";

/** The columns of `answer`; `onRemove` gets the place of the one that goes. */
export function sideBySide({ answer, onRemove }) {
  return html`<div class="side-by-side" role="group" aria-label="Side by side" tabindex="0">
    ${repeat(answer.entries, ({ id }) => id, (entry, place) => column(entry, answer, () => onRemove(place)))}
  </div>`;
}

function column(entry, { focus, winner, entries }, onRemove) {
  const { name, food_id: foodId, grams, nutrients, confidence } = entry;
  const isBest = winner?.ids.includes(entry.id) && winner.ids.length < entries.length;
  const { grade, score } = entry.focus[focus];
  return html`<article class="card compared ${isBest ? "is-best" : ""}" aria-label=${name}>
    <header>
      ${isBest ? html`<p class="best">${icon("award")}<span>Best<span class="best-for"> for ${FOCUSES[focus].phrase}</span></span></p>` : nothing}
      <h3>${foodId ? html`<a href="/foods/${foodId}/">${name}</a>` : name}</h3>
      <p class="fine">${mass(grams)} · ${energy(nutrients.energy_kcal)}</p>
    </header>
    <dl class="compared-letters">
      <div><dt>Nutri-Score</dt><dd>${letter(entry.letter)}</dd></div>
      <div><dt>${FOCUSES[focus].name}</dt>
        <dd>${letter(grade, { of: FOCUSES[focus].name })}<span class="compared-score">${score === null ? "unknown" : number(score, 1)}</span></dd></div>
    </dl>
    <div>
      ${score !== null && confidence < 0.5 ? html`<p class="unsure">Uncertain: little is known.</p>` : nothing}
      ${reasons(entry)}
    </div>
    <button class="icon-button compared-remove" @click=${onRemove}>${icon("x")}<span class="visually-hidden">Take ${name} out</span></button>
  </article>`;
}
