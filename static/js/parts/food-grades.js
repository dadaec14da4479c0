// "How good is it?": all grades of an amount of a food. The page keeps {grading, isOpen} and draws it.
import { html, nothing } from "lit-html";
import { mass } from "#app/format.js";
import { effects } from "#app/parts/effects.js";
import { focusList } from "#app/parts/focuses.js";
import { icon } from "#app/parts/icon.js";
import { letter } from "#app/parts/letter.js";
import { pointsInWords, pointsTable } from "#app/parts/points.js";
import { preparedWords } from "#app/words.js";

/**
 * The sections of `grading`, as the API gives it, null while it is waited for. `error` is what went wrong,
 * `isFresh` is false while another amount is asked for; `isWhyOpen` opens the points.
 */
export function foodGrades({ grading, error, isFresh, isWhyOpen, focus, onRetry, onCompare }) {
  if (error) {
    return html`<section class="card"><h2>How good is it?</h2>
      <p>${error} <button class="link" @click=${onRetry}>Try again</button></p></section>`;
  }
  if (!grading) return html`<section class="card" aria-busy="true"><h2>How good is it?</h2><p class="fine">One moment …</p></section>`;
  return html`<div class="grades" aria-busy=${!isFresh}>
    ${overall({ grading, isWhyOpen, onCompare })}
    <section class="card">
      <h2>Good for what?</h2>
      <p class="fine">For ${mass(grading.serving_g)} at once, by published thresholds. A serving is not a diet.</p>
      ${focusList({ grades: grading.focus, first: focus })}
    </section>
    <section class="card">
      <h2>Blood sugar, filling, inflammation</h2>
      ${effects(grading)}
    </section>
  </div>`;
}

function overall({ grading, isWhyOpen, onCompare }) {
  const { nutriscore_2023: score, nutriscore_2017: older, findings, preparation, formula_version: version } = grading;
  return html`<section class="card overall">
    <h2>How good is it?</h2>
    <div class="verdict">
      ${letter(score.grade, { size: "large" })}
      <p>${score.grade ? html`<strong>Nutri-Score ${score.grade}.</strong> ${pointsInWords(score)}` : score.because}</p>
    </div>
    ${preparation ? html`<p class="fine">${preparedWords(preparation)}.</p>` : nothing}
    ${findings.map(({ message }) => html`<p class="finding">${icon("triangle-alert")}<span>${message}</span></p>`)}
    ${score.grade
      ? html`<details class="why" ?open=${isWhyOpen}><summary>Why?${icon("chevron-down")}</summary>${pointsTable({ score, older, version })}</details>`
      : nothing}
    <button class="button button-soft" @click=${onCompare}>${icon("scale")}Compare</button>
  </section>`;
}
