// All nutrients in groups: amount, share of the daily reference, and one tap on, which food brings how much from where.
import { html, nothing } from "lit-html";
import { amount, energy, percent, sum } from "#app/format.js";
import { icon } from "#app/parts/icon.js";
import { groupName } from "#app/words.js";

/**
 * `totals` as `totals.js` adds them up; `foods` [{name, nutrients, originOf(key)}] tell where each figure comes
 * from; `nutrients` is the list from the server.
 */
export function nutrientGroups({ nutrients, totals, foods }) {
  const groups = Map.groupBy ? Map.groupBy(nutrients, ({ group }) => group) : grouped(nutrients);
  return html`<div class="nutrients">
    ${[...groups].map(([group, members]) => groupOf(group, members, totals, foods))}
    <p class="fine">
      Shares are of the FDA's daily values for adults. They are references to read by, not aims set for you.
      Unknown means that the source does not give a figure, which is not zero.
    </p>
  </div>`;
}

function grouped(nutrients) {
  const groups = new Map();
  for (const nutrient of nutrients) groups.set(nutrient.group, [...(groups.get(nutrient.group) ?? []), nutrient]);
  return groups;
}

const isKnown = (value) => typeof value === "number";

function groupOf(group, members, totals, foods) {
  const known = members.filter(({ key }) => isKnown(totals.nutrients[key]));
  const unknown = members.filter(({ key }) => !isKnown(totals.nutrients[key]));
  return html`<section class="nutrient-group">
    <h3>${groupName(group)}</h3>
    ${known.map((nutrient) => row(nutrient, totals, foods))}
    ${unknown.length ? html`<p class="fine">Unknown: ${unknown.map(({ name }) => name).join(", ")}.</p>` : nothing}
  </section>`;
}

function row(nutrient, totals, foods) {
  const value = totals.nutrients[nutrient.key];
  const unknown = totals.unknown_foods?.[nutrient.key] ?? 0;
  // Energy has no share: nobody has set an aim for it here.
  const share = nutrient.daily_value && nutrient.group !== "energy" ? value / nutrient.daily_value : null;
  return html`<details class="nutrient">
    <summary>
      <span class="nutrient-name">${nutrient.name}</span>
      <span class="nutrient-amount">${sum(value, unknown, nutrient)}</span>
      <span class="nutrient-share">${share === null ? nothing : `${unknown ? "≥ " : ""}${percent(share)}`}</span>
      ${icon("chevron-down")}
      ${share === null ? nothing : bar(share)}
    </summary>
    <ul class="origins">
      ${[...foods].sort(byShareOf(nutrient.key)).map((food) => origin(nutrient, food))}
    </ul>
  </details>`;
}

const bar = (share) =>
  html`<span class="share-bar" aria-hidden="true"><span .style=${`inline-size: ${Math.min(share, 1) * 100}%`}></span></span>`;

const byShareOf = (key) => (one, other) => (other.nutrients[key] ?? -1) - (one.nutrients[key] ?? -1);

function origin(nutrient, food) {
  const value = food.nutrients[nutrient.key];
  const figure = nutrient.key === "energy_kcal" ? energy(value) : amount(value, nutrient);
  return html`<li>
    <span>${food.name}</span><span>${figure}</span>
    <span class="source">${food.originOf(nutrient.key)}</span>
  </li>`;
}
