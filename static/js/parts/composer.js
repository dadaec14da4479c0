// "What did you eat?": words in, a draft to review out. In the sheet, and beside the day where there is room.
import { html, nothing } from "lit-html";
import { inWords, NoNetwork } from "#app/api.js";
import { barcodeIn } from "#app/barcode.js";
import { keepNote, note } from "#app/database.js";
import { dayOf } from "#app/dates.js";
import { recentItems } from "#app/diary/index.js";
import { keepDraft, newDraft, readDraft, withAnalysis } from "#app/draft.js";
import { energy, mass, measure } from "#app/format.js";
import { analyse, food, product } from "#app/foods.js";
import { lineAgain, lineFromFood, lineFromRecipe } from "#app/line.js";
import { icon } from "#app/parts/icon.js";
import { announce } from "#app/parts/notices.js";
import { countInWords, foodRow, lookUp } from "#app/parts/search.js";
import { readRecipe } from "#app/recipes.js";
import { preferences, zone } from "#app/session.js";
import { preparationWord } from "#app/words.js";

const MAX_LENGTH = 2000;
/** Where words are kept that could not be looked up. */
const KEPT_WORDS = "words";
/** Longer than this, or with one of these between words, it is a meal and not the name of one food. */
const ONE_FOOD = 32;
const SEVERAL = /[,;\n\d]|\b(?:and|with|plus)\b/i;

let instances = 0;

/**
 * The composer of its own state: {view, refresh, focus}. `draw` is called when it changed, `onFound` with the
 * address of what was found: a draft to review, or a packaged food. `start()` tells {kind, eatenAt, isAdding}: with `isAdding` what is found joins the draft.
 */
export function composer({ draw, onFound, start = () => ({}) }) {
  instances += 1;
  const id = `composer-${instances}`;
  const state = { text: "", isBusy: false, error: "", results: null, recent: [] };
  const look = lookUp(({ results }) => {
    state.results = results;
    if (results) announce(countInWords(results));
    draw();
  });

  /** Bring up what was eaten lately, and words that are still to be looked up. */
  async function refresh() {
    const [recent, words] = await Promise.all([recentItems().catch(() => []), note(KEPT_WORDS)]);
    state.recent = recent;
    state.text ||= words ?? "";  // what was typed meanwhile stays
    draw();
  }

  /** The page that recognises photos, told which meal they are for. */
  function photoAddress() {
    const { kind, eatenAt, isAdding } = start();
    const told = isAdding ? {} : { ...(kind ? { kind } : {}), ...(eatenAt ? { "eaten-at": eatenAt.toISOString() } : {}) };
    const query = new URLSearchParams(told).toString();
    return query ? `/recognition/?${query}` : "/recognition/";
  }

  async function draftToFill() {
    const { kind, eatenAt, isAdding } = start();
    const draft = isAdding ? await readDraft() : undefined;
    return draft ?? newDraft({ kind, eatenAt });
  }

  async function take(work) {
    Object.assign(state, { isBusy: true, error: "" });
    draw();
    try {
      const address = await work();
      if (address) {
        await keepNote(KEPT_WORDS, undefined);
        Object.assign(state, { text: "", results: null });
        onFound(address);
      }
    } catch (error) {
      if (error instanceof NoNetwork) await keepNote(KEPT_WORDS, state.text);
      state.error = error instanceof NoNetwork ? "No network: your words are kept here. Try again later." : inWords(error);
    } finally {
      state.isBusy = false;
      draw();
    }
  }

  /** Fill the draft by `change`, which gives none where it found nothing. */
  const fill = (change) =>
    take(async () => {
      const draft = await change(await draftToFill());
      if (!draft) return undefined;
      await keepDraft(draft);
      return "/review/";
    });

  const showProduct = (digits) =>
    take(async () => {
      await product(digits);
      return `/products/${digits}/`;
    });

  const submit = (event) => {
    event.preventDefault();
    const text = state.text.trim();
    if (!text) return fail("Write what you ate first.");
    if (state.isBusy) return undefined;
    const digits = barcodeIn(text);
    return digits ? showProduct(digits) : fill((draft) => lookedUp(draft, text));
  };

  async function lookedUp(draft, text) {
    const { kind, isAdding } = start();
    const analysis = await analyse(text);
    if (!analysis.items.length && !analysis.unresolved.length) return fail("We found no food in these words.");
    const today = dayOf(new Date(), preferences.dayStartsAt, zone);
    return withAnalysis(draft, analysis, { keepKind: Boolean(kind) || isAdding, today });
  }

  const pick = (foodId, lineOf = lineFromFood) =>
    fill(async (draft) => ({ ...draft, lines: [...draft.lines, lineOf(await food(foodId))] }));

  function fail(words) {
    state.error = words;
    draw();
    document.getElementById(id)?.focus();
  }

  const typed = (event) => {
    state.text = event.target.value;
    state.error = "";
    const isOneFood = state.text.length <= ONE_FOOD && !SEVERAL.test(state.text);
    look(isOneFood ? state.text : "");
    draw();
  };
  const pressed = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  };

  refresh();
  return { view, refresh, focus: () => document.getElementById(id)?.focus() };

  function view() {
    return html`<form class="composer" @submit=${submit} novalidate>
      <label class="composer-label" for=${id}>What did you eat?</label>
      <textarea id=${id} rows="3" maxlength=${MAX_LENGTH} enterkeyhint="go" autocapitalize="sentences"
        placeholder="Two scrambled eggs, toast with butter and a glass of orange juice"
        aria-invalid=${state.error ? "true" : nothing} aria-describedby="${id}-note"
        .value=${state.text} @input=${typed} @keydown=${pressed}></textarea>
      <p id="${id}-note" class=${state.error ? "error" : "fine"} role=${state.error ? "alert" : nothing}>
        ${state.error || "In your own words, or the digits under a barcode. Amounts help, but are not needed."}
      </p>
      <button class="button button-wide" aria-disabled=${state.isBusy}>
        ${state.isBusy ? "Looking it up …" : "Look it up"}
      </button>
      <a class="link composer-photo" href=${photoAddress()}>${icon("camera")}Or show a photo</a>
      ${suggestions()}
    </form>`;
  }

  function suggestions() {
    if (state.results?.length) {
      return html`<section class="suggestions">
        <h3>Or take one of these</h3>
        ${state.results.slice(0, 6).map((each) => row(() => pick(each.food_id), foodRow(each)))}
      </section>`;
    }
    if (state.text || !state.recent.length) return nothing;
    return html`<section class="suggestions">
      <h3>Lately</h3>
      ${state.recent.map((item) => row(() => again(item), recentRow(item)))}
    </section>`;
  }

  function again(item) {
    if (!item.recipe_id) return pick(item.food_id, (found) => lineAgain(found, item));
    return fill(async (draft) => ({ ...draft, lines: [...draft.lines, lineFromRecipe(await readRecipe(item.recipe_id), item)] }));
  }
}

const row = (act, content) => html`<button class="food-row" type="button" @click=${act}>${content}</button>`;

const recentRow = (item) => html`<span class="food-name">${item.name}</span>
  <span class="food-energy">${energy(item.nutrients.energy_kcal)}</span>
  <span class="food-portion">${measure(item.quantity) || mass(item.grams)}${
    item.preparation ? ` · ${preparationWord(item.preparation)}` : ""
  }</span>`;
