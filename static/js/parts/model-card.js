// The model card for people, from the manifest of the release: what it knows, how good it is, what may be done with it.
import { html, nothing } from "lit-html";
import { capital, count, number, percent } from "#app/format.js";
import { icon } from "#app/parts/icon.js";
import { fileAddress } from "#app/recognition/release.js";

const KINDS = { dish: ["dish", "dishes"], food: ["other food", "other foods"], grocery: ["grocery", "groceries"] };
/** Photos that a release is judged on, by the start of the names of their figures. */
const SETS = [
  ["sharp", "Sharp photos"],
  ["unseen", "Sharp photos of dishes that it learned from small ones only"],
  ["small", "Small photos of dishes, 64 pixels a side"],
  ["grocery", "Groceries in a shop"],
];

/** The card; `address` is where the manifest came from. */
export function modelCard({ manifest, address }) {
  const { title, folder, bytes, metrics, spread, licence, allowed_use: use, thresholds } = manifest;
  return html`<section class="card facts model-card">
    <h2>The model behind it</h2>
    <p>It proposes, you decide. It cannot see how much there is, what is hidden inside, or whether something is safe with an allergy.</p>
    <dl>
      ${fact("Knows", knows(manifest))}
    </dl>
    <h3>How good it is</h3>
    ${accuracy(metrics, spread?.figures)}
    <p class="fine">On photos that were kept out of training, over all foods that it knows.
      ${spread?.figures ? `± is the standard deviation of ${spread.seeds.length} runs that differ in chance only.` : nothing}</p>
    <dl>
      ${metrics.refused === undefined ? nothing : fact("What is no food", `${percent(metrics.refused)} of other photos are refused, where ${percent(thresholds.accepted_food)} of food photos pass.`)}
      ${fact("Its words", `${saidFrom("Likely", thresholds.likely)} ${saidFrom("Possible", thresholds.possible)} ${calibration(metrics)}`)}
      ${metrics.energy_mean_kcal === undefined ? nothing : fact("Energy", `Taking its first answer, energy per 100 g is off by ${number(metrics.energy_mean_kcal)} kcal on average.`)}
      ${fact("Allowed use", `${capital(use || "not stated")}. Licence: ${licence || "not stated"}.`)}
      ${fact("Version", html`${title}, <span class="whole">${folder}</span>, ${number(bytes / 1e6, 1)} MB.`)}
    </dl>
    ${learnedFrom(manifest.data)}
    <p><a class="link" href=${fileAddress(manifest, address, "card.md")} target="_blank" rel="noopener">The whole model card</a></p>
  </section>`;
}

const fact = (name, text) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`;

/** "255 foods: 101 dishes, 73 other foods, 81 groceries; and what is no food." */
function knows({ classes }) {
  const of = (kind) => classes.filter((each) => each.kind === kind).length;
  const parts = Object.entries(KINDS).filter(([kind]) => of(kind)).map(([kind, words]) => count(of(kind), ...words));
  return `${count(classes.length - of("not_food"), "food")}: ${parts.join(", ")}${of("not_food") ? "; and what is no food" : ""}.`;
}

/** A threshold above 1 was never reached. */
const saidFrom = (word, least) => (least > 1 ? `“${word}” is never said.` : `“${word}” is said from ${percent(least)} on.`);

function accuracy(metrics, deviations = {}) {
  const rows = SETS.filter(([key]) => metrics[`${key}_top1`] !== undefined);
  return html`<table class="points">
    <thead><tr><th scope="col">Photos</th><th scope="col">First answer right</th><th scope="col">Among five</th></tr></thead>
    <tbody>${rows.map(([key, words]) => html`<tr><th scope="row">${words}</th>${[`${key}_top1`, `${key}_top5`].map((name) => figure(metrics[name], deviations[name]?.sd))}</tr>`)}</tbody>
  </table>`;
}

function figure(share, deviation) {
  if (share === undefined) return html`<td>not measured</td>`;
  return html`<td>${percent(share)}${deviation === undefined ? nothing : html` <span class="of">± ${number(100 * deviation, 1)}</span>`}</td>`;
}

function calibration({ ece }) {
  return ece === undefined ? "" : `Its percentages are off by ${number(100 * ece, 1)} points on average.`;
}

function learnedFrom({ photos, sets }) {
  if (!sets?.length) return nothing;
  return html`<details class="why">
    <summary>Learned from ${number(photos)} photos${icon("chevron-down")}</summary>
    <ul class="data-sets">
      ${sets.map((set) => html`<li><strong>${set.title}</strong>: ${count(set.photos, "photo")}. ${set.attribution}. Licence: ${set.licence}; use: ${set.allowed_use}.</li>`)}
    </ul>
  </details>`;
}
