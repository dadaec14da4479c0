// One meal of a day: its items, each opening to be changed in place.
import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { wallClock } from "#app/dates.js";
import { capital, energy, howMuch, sum } from "#app/format.js";
import { amountEditor } from "#app/parts/amount.js";
import { mealLetter } from "#app/parts/grade-note.js";
import { icon } from "#app/parts/icon.js";
import { letter } from "#app/parts/letter.js";
import { sourceBadge } from "#app/parts/source.js";
import { whenForm } from "#app/parts/when.js";
import { preparedWords } from "#app/words.js";

const ENERGY = { key: "energy_kcal", unit: "kcal", decimals: 0 };

/** A meal of the day's page; `state` and `actions` are the page's, `offer` is what it has to say below the items. */
export function mealCard({ meal, state, actions, offer }) {
  const { nutrients, unknown_foods: unknown } = meal.totals;
  const { day, time } = wallClock(new Date(meal.eaten_at), meal.time_zone);
  const headingId = `meal-${meal.id}`;
  return html`<article class="card meal" aria-labelledby=${headingId}>
    <header class="meal-head">
      <h2 id=${headingId}>${capital(meal.kind)} <span class="meal-time">${time}</span></h2>
      <span class="meal-energy">${sum(nutrients.energy_kcal ?? null, unknown.energy_kcal, ENERGY)}</span>
      <div class="meal-letter">${mealLetter({ id: meal.id, grade: meal.grade, of: meal.kind, onCompare: () => actions.compare(meal) })}</div>
    </header>
    ${meal.isWaiting ? html`<p class="fine">${icon("cloud-off")} Kept here, not sent yet.</p>` : nothing}
    <ul class="items">
      ${repeat(meal.items, ({ id }) => id, (item) => itemRow({ meal, item, state, actions }))}
    </ul>
    ${offer}
    <details class="meal-more">
      <summary>Change ${meal.kind}${icon("chevron-down")}</summary>
      ${whenForm({
        kind: meal.kind, day, time,
        onSubmit: (when) => actions.move(meal, when),
      })}
      <button class="button button-quiet button-danger" @click=${() => actions.removeMeal(meal)}>
        ${icon("trash-2")}Delete ${meal.kind}
      </button>
    </details>
  </article>`;
}

function itemRow({ meal, item, state, actions }) {
  const isOpen = state.open === item.id;
  return html`<li class="item">
    <button class="item-head" aria-expanded=${isOpen} @click=${() => actions.toggle(item)}>
      <span class="food-name">${item.name}</span>
      <span class="food-energy">${energy(item.nutrients.energy_kcal)}</span>
      <span class="food-portion">${howMuch(item.quantity, item.grams, item.grams_low, item.grams_high)}</span>
      ${item.preparation ? html`<span class="food-portion">${preparedWords(item.preparation)}</span>` : nothing}
    </button>
    ${isOpen ? itemEditor({ meal, item, state, actions }) : nothing}
  </li>`;
}

function itemEditor({ meal, item, state, actions }) {
  // The multiples count from what was there when the row was opened, however often it is changed since.
  const line = { ...state.base, grams: item.grams, quantity: item.quantity, low: item.grams_low, high: item.grams_high };
  return html`<div class="item-editor">
    ${amountEditor({
      line,
      portions: state.portions,
      error: state.amountError,
      onChange: (changed) => actions.changeAmount(meal, changed),
      onError: actions.amountFailed,
    })}
    <p class="item-source">
      ${item.grade ? letter(item.grade.letter, { size: "small" }) : nothing}
      <span>${sourceBadge(item.provenance)}${item.description ? html` · <span class="source">from “${item.description}”</span>` : nothing}</span>
    </p>
    <div class="item-actions">
      ${aboutLink(item)}
      <button class="button button-quiet button-danger" @click=${() => actions.removeItem(meal, item)}>
        ${icon("trash-2")}Delete<span class="visually-hidden"> ${item.name}</span>
      </button>
    </div>
  </div>`;
}

/** The way to what an item is of; none where its recipe has been deleted. */
function aboutLink({ food_id: food, recipe_id: recipe }) {
  if (food) return html`<a class="button button-quiet" href="/foods/${food}/">${icon("info")}About this food</a>`;
  return recipe ? html`<a class="button button-quiet" href="/recipes/${recipe}/">${icon("info")}About this recipe</a>` : nothing;
}
