// One food: what is in an amount of it, where each figure comes from, and a way into a meal.
import { html, nothing } from "lit-html";
import { inWords, Problem } from "#app/api.js";
import { keepDraft, newDraft, readDraft } from "#app/draft.js";
import { capital, list, mass, measure, number } from "#app/format.js";
import { food as fetchFood, nutrients } from "#app/foods.js";
import { gradeFood, unhurried } from "#app/grades.js";
import { exactly, lineFromFood, MAX_GRAMS, nutrientsOf } from "#app/line.js";
import { amountEditor } from "#app/parts/amount.js";
import { foodGrades } from "#app/parts/food-grades.js";
import { icon } from "#app/parts/icon.js";
import { energyTotal, macros } from "#app/parts/macros.js";
import { nutrientGroups } from "#app/parts/nutrients.js";
import { toast } from "#app/parts/notices.js";
import { go } from "#app/router.js";
import { preferences } from "#app/session.js";
import { totals } from "#app/totals.js";
import { putInTray } from "#app/tray.js";
import { originIn, sourceName, stateMeaning } from "#app/words.js";

/** The page of the food in the address, for `grams` and by a `preparation` if it says so; `why` opens its points. */
export function foodPage({ match, query, draw }) {
  const state = { food: null, line: null, error: "", amountError: "", nutrients: [], grading: null, gradingError: "" };
  const preparation = query.get("preparation");
  const regrade = unhurried(() => grade());

  async function load() {
    try {
      state.food = await fetchFood(match[1]);
      const grams = Number(query.get("grams"));
      const isAmount = grams > 0 && grams <= MAX_GRAMS;
      state.line = isAmount ? exactly(lineFromFood(state.food), grams) : lineFromFood(state.food);
      grade();
    } catch (error) {
      state.error = error instanceof Problem && error.status === 404 ? "There is no such food." : inWords(error);
    }
    draw();
  }

  /** Ask for the grades of the amount that stands there; those of another amount are marked until then. */
  async function grade() {
    const { grams } = state.line;
    const isFirst = !state.grading;
    try {
      const grading = await gradeFood(state.food.food_id, { grams, preparation });
      if (grams === state.line.grams) Object.assign(state, { grading, gradedGrams: grams, gradingError: "" });
      if (isFirst && query.has("why")) requestAnimationFrame(() => document.querySelector(".overall")?.scrollIntoView());
    } catch (error) {
      if (grams === state.line.grams) Object.assign(state, { grading: null, gradingError: inWords(error) });
    }
    draw();
  }

  function compare() {
    const { food_id, name } = state.food;
    const { grams, quantity } = state.line;
    putInTray({ food_id, name, grams, quantity, ...(preparation ? { preparation } : {}) });
    go("/compare/");
  }

  async function addToMeal() {
    try {
      const draft = (await readDraft()) ?? newDraft();
      await keepDraft({ ...draft, lines: [...draft.lines, state.line] });
      go("/review/");
    } catch (error) {
      toast(inWords(error));
    }
  }

  nutrients().then((known) => { state.nutrients = known; draw(); }).catch(() => {});
  load();
  return { title: () => state.food?.name ?? "Food", view };

  function view() {
    const back = html`<a class="back" href="/foods/">${icon("arrow-left")}Foods</a>`;
    if (!state.food) {
      return html`<div class="columns"><div class="column">${back}
        <header class="page-head"><h1 tabindex="-1">${state.error || "One moment …"}</h1></header></div></div>`;
    }
    const values = nutrientsOf(state.line);
    const sum = totals([{ grams: state.line.grams, nutrients: values }]);
    return html`<div class="columns food">
      <div class="column">
        ${back}
        ${header()}
        <section class="card" aria-label="How much">
          ${amountEditor({ line: state.line, portions: state.food.portions, error: state.amountError, onChange: resize, onError: refuse })}
          ${energyTotal(sum, { label: `in ${measure(state.line.quantity) || mass(state.line.grams)}` })}
          ${macros(sum)}
          <button class="button button-wide" @click=${addToMeal}>Add to a meal</button>
        </section>
        ${foodGrades({
          grading: state.grading,
          error: state.gradingError,
          isFresh: state.gradedGrams === state.line.grams,
          isWhyOpen: query.has("why"),
          focus: preferences.focus,
          onRetry: grade,
          onCompare: compare,
        })}
        ${facts()}
      </div>
      <div class="column aside">
        <section class="card">
          <h2>Nutrients in ${mass(state.line.grams)}</h2>
          ${nutrientGroups({
            nutrients: state.nutrients,
            totals: sum,
            foods: [{ name: state.food.name, nutrients: values, originOf: (key) => originIn(state.food.provenance, key) }],
          })}
        </section>
      </div>
    </div>`;
  }

  function resize(line) {
    Object.assign(state, { line, amountError: "" });
    draw();
    regrade();
  }

  function refuse(message) {
    state.amountError = message;
    draw();
  }

  function header() {
    const { name, description, category } = state.food;
    return html`<header class="page-head"><div>
      <p class="under-title">${category.split("/").map((part) => capital(plain(part))).join(" › ")}</p>
      <h1 tabindex="-1">${name}</h1>
      ${description && description !== name ? html`<p class="fine">${description}</p>` : nothing}
    </div></header>`;
  }

  function facts() {
    const { provenance, state: review, revision, refuse_percent: refused, allergens, dietary_tags: tags, aliases } = state.food;
    const { source, source_id: id, release } = provenance.default;
    return html`<section class="card facts">
      <h2>About these figures</h2>
      <dl>
        ${fact("Source", `${sourceName(source, release)}${id ? `, no. ${id}` : ""}`)}
        ${fact("State", `${capital(review)}: ${stateMeaning(review)}. Revision ${revision}.`)}
        ${refused ? fact("Edible part", `All figures are for what is eaten. As bought, ${number(refused)} % is bone, peel or the like.`) : nothing}
        ${allergyFacts(allergens)}
        ${tags.length ? fact("Tags", `${capital(list(tags.map(plain)))} (derived from the nutrients).`) : nothing}
        ${aliases.length ? fact("Also called", list(aliases.slice(0, 12).map(aliasInWords))) : nothing}
      </dl>
    </section>`;
  }
}

/** "high fibre" for "high-fibre". */
const plain = (slug) => slug.replaceAll(/[_-]/g, " ");

/** Allergens come as "contains:milk" and "may_contain:nuts"; what is not named is unknown, never "free from". */
function allergyFacts(allergens) {
  const named = (how) => allergens.filter((each) => each.startsWith(`${how}:`)).map((each) => plain(each.slice(how.length + 1)));
  const facts = [["Contains", named("contains")], ["May contain", named("may_contain")]];
  return html`${facts.map(([name, words]) => (words.length ? fact(name, `${capital(list(words))}.`) : nothing))}
    ${fact("Other allergens", "Unknown. What is named is derived from name and ingredients: the label decides.")}`;
}

const fact = (name, text) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`;

const REGIONS = { US: "American", GB: "British" };
const aliasInWords = ({ text, region }) => (REGIONS[region] ? `${text} (${REGIONS[region]})` : text);
