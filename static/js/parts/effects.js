// Glycemic index, filling, inflammation: what the formulas say beside the letters, with what each of them is not.
import { html } from "lit-html";
import { capital, mass, number, signed } from "#app/format.js";

const NEARNESS = {
  same: { sure: "likely", words: "Measured in this food" },
  close: { sure: "possible", words: "Measured in a food close to it" },
  category: { sure: "uncertain", words: "Usual for its kind" },
};
const LEVELS = { low: "low", medium: "medium", high: "high" };

/** The three of a `grading` of the API. */
export function effects({ glycemic, satiety, inflammation, serving_g: grams }) {
  return html`<dl class="effects">
    ${glycemicEntry(glycemic, grams)}
    ${satietyEntry(satiety)}
    ${inflammationEntry(inflammation)}
  </dl>`;
}

function entry(name, figure, words, notes) {
  return html`<div class="effect">
    <dt>${name}</dt>
    <dd>
      <p class="effect-figure"><strong>${figure}</strong>${words}</p>
      ${notes.filter(Boolean).map((note) => html`<p class="fine">${note}</p>`)}
    </dd>
  </div>`;
}

function glycemicEntry(glycemic, grams) {
  if (!glycemic) {
    return entry("Glycemic index", "None", "", ["It has too little carbohydrate to have one, or no food near it was tested."]);
  }
  const { index, band, load, load_band: loadBand, kind, tested_food: tested, source } = glycemic;
  const { words, sure } = NEARNESS[kind] ?? { words: capital(kind), sure: "uncertain" };
  return entry("Glycemic index", number(index), `, ${LEVELS[band]}`, [
    load === null ? "" : html`Load of ${mass(grams)}: <strong>${number(load, load < 10 ? 1 : 0)}</strong>, ${LEVELS[loadBand]}.`,
    html`<span class="confidence-${sure}">${words}</span>${tested ? `: ${tested}` : ""}. ${source}.`,
  ]);
}

function satietyEntry(satiety) {
  if (!satiety) return entry("Filling", "Unknown", "", ["It has too little energy to fill, or too little is known of it."]);
  return entry("Filling", capital(satiety.words), `, ${number(satiety.score)}`, [
    "240 kcal of it, where white bread is 100. A model after Holt 1995, not a measurement.",
    satiety.extrapolated ? "It is unlike the foods that the model was made from: uncertain." : "",
  ]);
}

function inflammationEntry({ contribution, known, parameters }) {
  const isKnown = contribution !== null;
  return entry("Inflammation", isKnown ? signed(contribution, 2) : "Unknown", isKnown ? " to a day’s score" : "", [
    `Below zero is anti-inflammatory. ${known} of ${parameters} parameters known (after Shivappa 2014).`,
    "Made for whole diets: for one food it is a share of a day, and no finding about your body.",
  ]);
}
