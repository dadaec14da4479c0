// A packaged food by the digits of its barcode: what its label says, and what is reckoned beyond it.
import { html, nothing } from "lit-html";
import { inWords, Problem } from "#app/api.js";
import { list } from "#app/format.js";
import { nutrients, product as fetchProduct } from "#app/foods.js";
import { icon } from "#app/parts/icon.js";
import { letter } from "#app/parts/letter.js";
import { energyTotal, macros } from "#app/parts/macros.js";
import { nutrientGroups } from "#app/parts/nutrients.js";
import { pointsInWords, pointsTable } from "#app/parts/points.js";
import { productAllergens, productFacts } from "#app/parts/product-facts.js";
import { openSheet } from "#app/parts/sheet.js";
import { totals } from "#app/totals.js";
import { sourceName } from "#app/words.js";

/** The page of the product in the address. */
export function productPage({ match, draw }) {
  const digits = match[1];
  const state = { product: null, error: "", isUnknown: false, nutrients: [], isServing: false };

  async function load() {
    try {
      state.product = await fetchProduct(digits);
    } catch (error) {
      state.error = inWords(error);
      state.isUnknown = error instanceof Problem && [400, 404].includes(error.status);
    }
    draw();
  }

  nutrients().then((known) => { state.nutrients = known; draw(); }).catch(() => {});
  load();
  return { title: () => (state.product ? nameOf(state.product) : "Packaged food"), view };

  function view() {
    const back = html`<a class="back" href="/foods/">${icon("arrow-left")}Foods</a>`;
    if (!state.product) return html`<div class="columns"><div class="column">${back}${nothingYet()}</div></div>`;
    const { product } = state;
    const values = state.isServing ? product.nutrients_per_serving : product.nutrients;
    return html`<div class="columns food">
      <div class="column">
        ${back}
        ${header(product)}
        ${product.flags.length ? doubts(product) : nothing}
        ${amounts(product, values)}
        ${grade(product)}
        ${productAllergens(product)}
        ${productFacts(product)}
      </div>
      <div class="column aside">
        <section class="card">
          <h2>Nutrients in ${amountOf(product, state.isServing)}</h2>
          ${product.generic_food ? html`<p class="fine">${completedFrom(product.generic_food)}</p>` : nothing}
          ${nutrientGroups({
            nutrients: state.nutrients,
            totals: summed(values),
            foods: [{ name: nameOf(product), nutrients: values, originOf: (key) => originOf(product, key) }],
          })}
        </section>
      </div>
    </div>`;
  }

  function nothingYet() {
    if (!state.error) return html`<header class="page-head"><h1 tabindex="-1">One moment …</h1></header>`;
    return html`<header class="page-head"><div>
        <p class="under-title">Barcode</p>
        <h1 tabindex="-1">${digits}</h1>
      </div></header>
      <p class="lead" role="alert">${state.error}</p>
      ${state.isUnknown ? html`<p class="actions"><button class="button" @click=${() => openSheet()}>Say what it is</button></p>` : nothing}`;
  }

  function amounts(product, values) {
    return html`<section class="card" aria-label="On the label">
      ${product.nutrients_per_serving ? amountChoice(product) : nothing}
      ${energyTotal(summed(values), { label: `in ${amountOf(product, state.isServing)}` })}
      ${macros(summed(asOnTheLabel(product, values)))}
      <p class="fine">${labelNote(product)}</p>
      ${instead(product)}
    </section>`;
  }

  function amountChoice(product) {
    const choose = (isServing) => () => {
      state.isServing = isServing;
      draw();
    };
    return html`<fieldset class="choice">
      <legend class="visually-hidden">How much</legend>
      <div class="segments">
        ${[false, true].map((isServing) => html`<label class="segment">
          <input type="radio" name="amount" .checked=${state.isServing === isServing} @change=${choose(isServing)} />
          <span>${isServing ? `1 serving, ${amountOf(product, true)}` : amountOf(product, false)}</span></label>`)}
      </div>
    </fieldset>`;
  }
}

const nameOf = ({ name, generic_name: generic }) => name || generic || "A packet without a name";

const summed = (values) => totals([{ grams: 100, nutrients: values }]);

function header(product) {
  const { brand, quantity, generic_name: generic, number_note: note } = product;
  return html`<header class="page-head"><div>
    ${brand || quantity ? html`<p class="under-title">${[brand, quantity].filter(Boolean).join(" · ")}</p>` : nothing}
    <h1 tabindex="-1">${nameOf(product)}</h1>
    ${generic && generic !== nameOf(product) ? html`<p class="fine">${generic}</p>` : nothing}
    ${note ? html`<p class="fine">${note}</p>` : nothing}
  </div></header>`;
}

const doubts = ({ flags }) =>
  html`<div>${flags.map(({ message }) => html`<p class="finding">${icon("triangle-alert")}<span>${message}</span></p>`)}</div>`;

/** "100 g", of a drink "100 ml"; a serving as the label weighs it. A label is not turned into ounces. */
function amountOf({ nutriscore, serving }, isServing) {
  if (isServing) return serving.grams ? `${serving.grams} g` : `${serving.millilitres} ml`;
  return ["beverage", "water"].includes(nutriscore.food_class) ? "100 ml" : "100 g";
}

/** The values with what this label calls carbohydrate in the place of carbohydrate. */
function asOnTheLabel({ label }, values) {
  return label.carbohydrate === "available" ? { ...values, carbohydrate_total_g: values.carbohydrate_available_g } : values;
}

const ON_LABELS = { energy_kcal: "energy", protein_g: "protein", carbohydrate_total_g: "carbs", fat_g: "fat", fibre_g: "fibre" };

/** "As on the label; fibre is reckoned from Pizza.": which of the figures shown first are the label's own. */
function labelNote({ label, origin, provenance, generic_food: generic }) {
  const carbs = label.carbohydrate === "available" ? ", where carbs are without fibre" : "";
  const isReckoned = (key) => provenance[key] && provenance[key][0] !== origin.source;
  const reckoned = Object.keys(ON_LABELS).filter(isReckoned).map((key) => ON_LABELS[key]);
  if (!reckoned.length) return `As on the label${carbs}.`;
  return `As on the label${carbs}; ${list(reckoned)} ${reckoned.length > 1 ? "are" : "is"} reckoned from ${generic.name}.`;
}

/** The diary cites our own foods only: the nearest of them is one tap away. */
function instead({ generic_food: generic }) {
  if (!generic) return html`<p>A packet can’t be logged yet. <a href="/foods/">Look for the plain food</a> instead.</p>`;
  return html`<p>A packet can’t be logged yet. The nearest of our own foods: <a href="/foods/${generic.food_id}/">${generic.name}</a>.</p>`;
}

function grade({ nutriscore: score, told_nutriscore: told }) {
  return html`<section class="card overall">
    <h2>How good is it?</h2>
    <div class="verdict">
      ${letter(score.grade, { size: "large" })}
      <p>${score.grade ? html`<strong>Nutri-Score ${score.grade}.</strong> ${pointsInWords(score)}` : score.because}</p>
    </div>
    ${told.grade && told.grade !== score.grade ? html`<p class="fine">Open Food Facts tells ${told.grade}.</p>` : nothing}
    ${score.grade ? html`<details class="why"><summary>Why?${icon("chevron-down")}</summary>${pointsTable({ score })}</details>` : nothing}
  </section>`;
}

const completedFrom = ({ name, source }) =>
  `What the label leaves out is reckoned from ${name} (${sourceName(source)}). Open a row to see where its figure is from.`;

/** "Open Food Facts, label", "USDA FNDDS, Oatmeal cookie, by mass". */
function originOf({ provenance }, key) {
  const [source, derivation] = provenance[key] ?? [];
  return source ? `${sourceName(source)}, ${derivation}` : "unknown";
}
