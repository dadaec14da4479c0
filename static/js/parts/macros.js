// Energy and what brings it: one figure, one bar, four words. The colours never stand alone.
import { html, nothing } from "lit-html";
import { amount, energyFigure, energyRange, energyUnit, percent } from "#app/format.js";
import { energyShares } from "#app/totals.js";

const GRAM = { unit: "g", decimals: 1 };
const MACROS = [
  { key: "protein_g", name: "Protein", colour: "protein" },
  { key: "carbohydrate_total_g", name: "Carbs", colour: "carbohydrate" },
  { key: "fat_g", name: "Fat", colour: "fat" },
  { key: "fibre_g", name: "Fibre", colour: "fibre" },
];

/** The energy of `totals` as a large figure; `low` and `high` (kcal) where it is uncertain. */
export function energyTotal({ nutrients, unknown_foods: unknown }, { low = null, high = null, label } = {}) {
  const kcal = nutrients.energy_kcal ?? null;
  const range = energyRange(kcal, low, high);
  const missing = unknown?.energy_kcal;
  return html`<p class="energy-total">
    <span class="energy-figure">${missing && kcal !== null ? "≥ " : nothing}${energyFigure(kcal)}</span>
    <span class="energy-unit">${energyUnit()}${label ? html` ${label}` : nothing}</span>
    ${range ? html`<span class="energy-range">(${range})</span>` : nothing}
    ${missing ? html`<span class="energy-range">${missing} unknown</span>` : nothing}
  </p>`;
}

/** Protein, carbohydrate, fat and fibre: grams, the share of the energy, and a bar of those shares. */
export function macros({ nutrients, unknown_foods: unknown }) {
  const shares = energyShares(nutrients);
  return html`<div class="macros">
    ${shares ? html`<div class="macro-bar" aria-hidden="true">${MACROS.map(({ key, colour }) => part(shares[key], colour))}</div>` : nothing}
    <dl class="macro-list">
      ${MACROS.map((macro) => entry(macro, nutrients[macro.key], unknown?.[macro.key] ?? 0, shares?.[macro.key]))}
    </dl>
  </div>`;
}

function part(share, colour) {
  return share ? html`<span class="macro-part macro-${colour}" .style=${`flex-grow: ${share}`}></span>` : nothing;
}

function entry({ name, colour }, value, unknown, share) {
  const isKnown = typeof value === "number";
  return html`<div class="macro macro-${colour}">
    <dt>${name}</dt>
    <dd>
      <span class="macro-amount">${isKnown && unknown ? "≥ " : nothing}${amount(value, GRAM)}</span>
      ${isKnown && unknown ? html`<span class="macro-note">${unknown} unknown</span>` : nothing}
      ${share !== undefined ? html`<span class="macro-note">${percent(share)} ${energyUnit()}</span>` : nothing}
    </dd>
  </div>`;
}
