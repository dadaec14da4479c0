// The points behind a Nutri-Score: one sentence, and a small table for who asks why.
import { html, nothing } from "lit-html";
import { amount, count, list, number } from "#app/format.js";
import { letter } from "#app/parts/letter.js";
import { foodClass } from "#app/words.js";

/** "4 points: 5 for energy and salt, less 1 for fibre." */
export function pointsInWords({ score, negative, positive }) {
  const [against, inFavour] = [counting(negative), counting(positive)];
  const sum = count(score, "point");
  if (!against.length && !inFavour.length) return `${sum}: nothing counts against it, nothing for it.`;
  if (!against.length) return `${sum}: nothing counts against it, ${pointsFor(inFavour)}.`;
  if (!inFavour.length) return `${sum}, for ${names(against)}.`;
  return `${sum}: ${pointsFor(against)}, less ${pointsFor(inFavour)}.`;
}

const counting = (components) => components.filter(({ points, counted }) => points && counted);
const names = (components) => list(components.map(({ name }) => name.toLowerCase()));
const pointsFor = (components) => `${number(components.reduce((sum, { points }) => sum + points, 0))} for ${names(components)}`;

/** The table of the points of `score` (2023), with what was assumed; `older` is the score by the formula of 2017, if there is one. */
export function pointsTable({ score, older, version }) {
  const isDrink = ["beverage", "water"].includes(score.food_class);
  return html`<div class="points-why">
    <table class="points">
      <caption class="visually-hidden">The points of this Nutri-Score</caption>
      <thead><tr><th scope="col">In ${isDrink ? "100 ml" : "100 g"}</th><th scope="col">Amount</th><th scope="col">Points</th></tr></thead>
      ${part("Against it", score.negative)}
      ${part("For it", score.positive)}
      <tfoot><tr><th scope="row">Together</th><td colspan="2">${sumInWords(score)}</td></tr></tfoot>
    </table>
    ${score.protein_counts === false ? html`<p class="fine">Protein does not count where so much speaks against a food.</p>` : nothing}
    ${score.assumed.map((words) => html`<p class="fine">${words}</p>`)}
    <p class="fine">
      ${score.food_class === "general" ? nothing : `Graded as ${foodClass(score.food_class)}. `}Fewer points are better.
      ${older?.grade ? html`By the formula of 2017 it was ${letter(older.grade, { size: "tiny", of: "Nutri-Score of 2017:" })} (${count(older.score, "point")}).` : nothing}
    </p>
    <p class="fine">Nutri-Score of 2023, computed here from the figures of this food. ${version ? html`<span class="whole">Formulas ${version}.</span>` : nothing}</p>
  </div>`;
}

function part(title, components) {
  return html`<tbody>
    <tr class="points-part"><th scope="rowgroup" colspan="3">${title}</th></tr>
    ${components.map(row)}
  </tbody>`;
}

const SWEETENERS = "non_nutritive_sweeteners";
const DECIMALS = { kJ: 0, mg: 0, "%": 0 };

function row({ key, name, value, unit, points, most_points: most, counted }) {
  return html`<tr class=${counted ? nothing : "is-off"}>
    <th scope="row">${name}</th>
    <td>${key === SWEETENERS ? (value ? "yes" : "none") : amount(value, { unit, decimals: DECIMALS[unit] ?? 1 })}</td>
    <td>${counted ? html`${number(points)} <span class="of">of ${number(most)}</span>` : html`<span class="of">does not count</span>`}</td>
  </tr>`;
}

function sumInWords({ negative_points: against, positive_points: inFavour, score, grade }) {
  const sum = inFavour ? `${number(against)} − ${number(inFavour)} = ${number(score)}` : number(score);
  return html`${sum} <span class="sum-letter">${letter(grade, { size: "small" })}</span>`;
}
