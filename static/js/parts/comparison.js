// What a comparison says: for what and of how much, the answer in words, and who is best for each focus.
import { html, nothing } from "lit-html";
import { capital, count, list, number } from "#app/format.js";
import { letter } from "#app/parts/letter.js";
import { FOCUSES } from "#app/words.js";

const BASES = { serving: "As served", "100g": "100 g", "100kcal": "100 kcal" };

/** The focus and the basis of `answer`, to be chosen anew. */
export function choosers({ answer, onChoose }) {
  return html`<div class="choosers">
    <label class="field choosers-focus">
      <span class="field-label">Better for</span>
      <select @change=${(event) => onChoose({ focus: event.target.value })}>
        ${Object.entries(FOCUSES).map(([key, { phrase }]) => html`<option value=${key} ?selected=${key === answer.focus}>${capital(phrase)}</option>`)}
      </select>
    </label>
    <fieldset class="choosers-basis">
      <legend class="field-label">Of each</legend>
      <div class="segments">
        ${Object.entries(BASES).map(([key, words]) => html`<label class="segment">
          <input type="radio" name="basis" value=${key} .checked=${key === answer.basis} @change=${() => onChoose({ basis: key })} /><span>${words}</span>
        </label>`)}
      </div>
    </fieldset>
  </div>`;
}

/** Who is better, in one sentence. */
export const summary = ({ explanation }) => html`<h2 class="lead">${explanation.summary}</h2>`;

/** Why that is, what else to weigh, and what to do with it. */
export function explanation({ explanation: said }) {
  const { winner_explanation: because, considerations, recommendation, phrased_by: by } = said;
  return html`<section class="card answer">
    <h2>In words</h2>
    ${because ? html`<p>${because}</p>` : nothing}
    ${considerations.length ? html`<ul class="considerations">${considerations.map((each) => html`<li>${each}</li>`)}</ul>` : nothing}
    ${recommendation ? html`<p class="recommendation">${recommendation}</p>` : nothing}
    <p class="fine">${by === "model" ? "Put into words by a language model, and checked against the figures." : "Made from the figures, by rule. It speaks of these amounts, not of a diet."}</p>
  </section>`;
}

const LEADS = { slight: "a little ahead", moderate: "clearly ahead", decisive: "far ahead" };

/** Who is best for each focus, in one sentence each; a tap makes it the focus of the page. */
export function winners({ answer, onChoose }) {
  return html`<section class="card winners">
    <h2>Best for what?</h2>
    <ul>${Object.keys(FOCUSES).map((focus) => html`<li>${winnerRow(focus, answer, onChoose)}</li>`)}</ul>
  </section>`;
}

function winnerRow(focus, answer, onChoose) {
  const winner = answer.winners[focus];
  const isChosen = focus === answer.focus;
  const best = winner && answer.entries.find(({ id }) => id === winner.ids[0]).focus[focus];
  return html`<button class="winner" aria-pressed=${isChosen} @click=${() => onChoose({ focus })}>
    <span class="winner-focus">${FOCUSES[focus].name}</span>
    <span class="winner-words">${winner ? winnerInWords(winner) : "Too little is known."}</span>
    ${best ? letter(best.grade, { size: "small", of: FOCUSES[focus].name }) : nothing}
  </button>`;
}

/** "Oatmeal, clearly ahead: 18 points" */
function winnerInWords({ names, margin, score, points }) {
  if (margin === "tie") return `${list(names)}, level at ${number(score, 1)}`;
  return `${list(names)}, ${LEADS[margin]}: ${count(points, "point", "points", 1)}`;
}
