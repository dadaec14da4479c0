// In what the things compared differ: paired bars, who leads, and every figure in a table.
import { html, nothing } from "lit-html";
import { amount, capital, energy, number } from "#app/format.js";
import { icon } from "#app/parts/icon.js";
import { letter } from "#app/parts/letter.js";
import { groupName } from "#app/words.js";

/** What most people look at first; the rest comes by how far apart it is. */
const TELLING = ["energy_kcal", "protein_g", "fibre_g", "sugars_g", "saturated_fat_g", "sodium_mg", "glycemic_load"];
const SHOWN_FIRST = 5;

/** Paired bars for the differences of `answer`. */
export function differences({ answer }) {
  const sorted = [...answer.differences].sort((one, other) => rank(one) - rank(other));
  const [first, rest] = [sorted.slice(0, SHOWN_FIRST), sorted.slice(SHOWN_FIRST)];
  return html`<section class="card differences">
    <h2>Where they differ most</h2>
    ${sorted.length ? nothing : html`<p>Nowhere by more than half.</p>`}
    ${first.map((each) => difference(each, answer))}
    ${rest.length ? html`<details class="more"><summary>${number(rest.length)} more${icon("chevron-down")}</summary>${rest.map((each) => difference(each, answer))}</details>` : nothing}
  </section>`;
}

const rank = ({ key, percent: apart }) => (TELLING.includes(key) ? TELLING.indexOf(key) : TELLING.length + 1 - apart / 100);

function difference({ key, name, unit, decimals, values }, { entries, leaders: leading }) {
  const most = Math.max(...Object.values(values));
  const leads = leading.find((each) => each.key === key)?.ids ?? [];
  return html`<div class="difference">
    <h3>${capital(name)}</h3>
    <ul>${entries.map(({ id, name: whose }) => bar(whose, values[id], { key, unit, decimals, most, isLeading: leads.includes(id) }))}</ul>
  </div>`;
}

function bar(whose, value, { key, unit, decimals, most, isLeading }) {
  const isKnown = typeof value === "number";
  return html`<li class="pair ${isLeading ? "is-leading" : ""}">
    <span class="pair-name">${whose}</span>
    <span class="pair-bar" aria-hidden="true">${isKnown ? html`<span .style=${`inline-size: ${(value / most) * 100}%`}></span>` : nothing}</span>
    <span class="pair-value">${shown(value, { key, unit, decimals })}${isLeading ? html`${icon("check")}<span class="visually-hidden">, better</span>` : nothing}</span>
  </li>`;
}

function shown(value, { key, unit, decimals }) {
  return key === "energy_kcal" && typeof value === "number" ? energy(value) : amount(value ?? null, { unit, decimals });
}

/** Who has the most, or the least where less is better, of each nutrient. */
export function leaders({ answer }) {
  if (!answer.leaders.length) return nothing;
  const names = Object.fromEntries(answer.entries.map(({ id, name }) => [id, name]));
  return html`<details class="card disclosure">
    <summary><h2>Who leads in what</h2>${icon("chevron-down")}</summary>
    <div class="leaders">${answer.entries.map(({ id, name }) => leadsOf(id, name, answer.leaders, names))}</div>
  </details>`;
}

function leadsOf(id, name, all) {
  const own = all.filter(({ ids }) => ids.includes(id));
  return html`<section>
    <h3>${name}</h3>
    ${own.length ? nothing : html`<p class="fine">In nothing that is compared.</p>`}
    <ul>${own.map((each) => html`<li>
      <span>${each.direction === "high" ? "Most" : "Least"} ${each.name}${each.ids.length > 1 ? html` <span class="fine">shared</span>` : nothing}</span>
      <span>${shown(each.value, each)}</span>
    </li>`)}</ul>
  </section>`;
}

const MEASURES = [
  { key: "glycemic_index", name: "Glycemic index", decimals: 0 },
  { key: "glycemic_load", name: "Glycemic load", decimals: 1 },
  { key: "satiety", name: "Filling (white bread 100)", decimals: 0 },
  { key: "inflammation", name: "Inflammation, of a day’s score", decimals: 2 },
];

/** Every figure, a column for each thing. */
export function figures({ answer, nutrients }) {
  const { entries } = answer;
  const known = nutrients.filter(({ key }) => entries.some((entry) => typeof entry.nutrients[key] === "number"));
  const groups = [...new Set(known.map(({ group }) => group))];
  return html`<details class="card disclosure">
    <summary><h2>All figures</h2>${icon("chevron-down")}</summary>
    <div class="figures-scroll" role="region" aria-label="All figures" tabindex="0">
      <table class="figures">
        <thead><tr><th scope="col"><span class="visually-hidden">Figure</span></th>${entries.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>
          ${figureRow("Nutri-Score", entries, (entry) => letter(entry.letter, { size: "small" }))}
          ${figureRow("Amount", entries, ({ grams }) => `${number(grams, 1)} g`)}
          ${MEASURES.map(({ key, name, decimals }) => figureRow(name, entries, (entry) => (entry[key] === null ? "–" : number(entry[key], decimals))))}
        </tbody>
        ${groups.map((group) => html`<tbody>
          <tr class="figures-group"><th scope="rowgroup" colspan=${entries.length + 1}>${groupName(group)}</th></tr>
          ${known.filter((each) => each.group === group).map((each) => figureRow(each.name, entries, (entry) => shown(entry.nutrients[each.key], each)))}
        </tbody>`)}
      </table>
    </div>
  </details>`;
}

function figureRow(name, entries, cell) {
  return html`<tr><th scope="row">${name}</th>${entries.map((entry) => html`<td>${cell(entry)}</td>`)}</tr>`;
}
