// Review: everything that was understood, to be mended before it is logged.
import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { inWords } from "#app/api.js";
import { tellCorrections } from "#app/corrections.js";
import { dayOf, dayTitle, momentAt, wallClock } from "#app/dates.js";
import * as edits from "#app/diary/edits.js";
import * as diary from "#app/diary/index.js";
import { gradeOf, keepDraft, momentOf, readDraft } from "#app/draft.js";
import { capital, count, energy, list } from "#app/format.js";
import { food, lookUpOutside, nutrients } from "#app/foods.js";
import { fingerprint, gradeMeal, gradeOfLine, isGradable, itemBody, unhurried } from "#app/grades.js";
import { energyInterval, exactly, insteadOf, itemOf, lineFromFood, nutrientsOf } from "#app/line.js";
import { mealLetter } from "#app/parts/grade-note.js";
import { icon } from "#app/parts/icon.js";
import { lineRow } from "#app/parts/line-row.js";
import { energyTotal, macros } from "#app/parts/macros.js";
import { announce, focusToastAction, isByKeyboard, toast } from "#app/parts/notices.js";
import { nutrientGroups } from "#app/parts/nutrients.js";
import { searchField } from "#app/parts/search.js";
import { openSheet } from "#app/parts/sheet.js";
import { unresolvedCard } from "#app/parts/unresolved.js";
import { whenForm } from "#app/parts/when.js";
import { go } from "#app/router.js";
import { preferences, user, zone } from "#app/session.js";
import { totals } from "#app/totals.js";
import { putInTray } from "#app/tray.js";
import { originIn } from "#app/words.js";

/** The page of the draft. */
export function reviewPage({ draw }) {
  const state = { isChanging: false, draft: null, isRead: false, error: "", isLogging: false, foods: new Map(), nutrients: [], amountErrors: {}, searches: new Map(), asking: new Set() };
  let isLeft = false;
  const addField = searchField({ label: "Add a food", placeholder: "Add a food", draw, onPick: ({ food_id: id }) => addFood(id) });

  async function load() {
    state.draft = await readDraft();
    state.isRead = true;
    draw();
    if (!state.draft) return;
    announceFound();
    state.draft.lines.filter(({ foodId }) => foodId).forEach(({ foodId }) => learn(foodId));
    gradeAgain();
  }

  /** Ask for the letters that are not known: of the meal as it stands now, of foods that were picked. */
  const gradeAgain = unhurried(async (signal) => {
    const { draft } = state;
    draft?.lines.filter((line) => !line.grade).forEach(gradeLine);
    if (!draft?.lines.length || gradeOf(draft)) return;
    const items = draft.lines.map(itemOf);
    if (!isGradable(items)) return;
    const grade = await gradeMeal(items, { signal });
    gradeLearnt({ grade: { ...grade, of: fingerprint(items) } });
  });

  async function gradeLine(line) {
    const grade = await gradeOfLine(line).catch(() => undefined);
    const isStill = ({ id, foodId, preparation }) => id === line.id && foodId === line.foodId && preparation === line.preparation;
    if (grade) gradeLearnt({ lines: state.draft.lines.map((each) => (isStill(each) ? { ...each, grade } : each)) });
  }

  /** Letters are shown and logged, but not kept with the draft: by the time they come it may be logged or given up. */
  function gradeLearnt(changes) {
    state.draft = { ...state.draft, ...changes };
    draw();
  }

  function announceFound() {
    const { lines, unresolved } = state.draft;
    const open = unresolved.length ? ` ${count(unresolved.length, "phrase")} to clear up.` : "";
    announce(`${count(lines.length, "food")} found.${open}`);
  }

  /** Fetch what a row shows beyond the analysis: the food's portions and the origin of each figure. */
  async function learn(foodId) {
    try {
      state.foods.set(foodId, await food(foodId));
      draw();
    } catch {
      // The row works without: its portions are missing, its source is known.
    }
  }

  function change(changes) {
    state.draft = { ...state.draft, ...changes };
    draw();
    if (changes.lines) gradeAgain();
    return keepDraft(state.draft);
  }

  const replaceLine = (line) =>
    change({ lines: state.draft.lines.map((each) => (each.id === line.id ? line : each)) });

  async function withFood(foodId, use) {
    try {
      const found = await food(foodId);
      state.foods.set(foodId, found);
      await use(found);
    } catch (error) {
      toast(inWords(error));
    }
  }

  const addFood = (foodId) =>
    withFood(foodId, async (found) => {
      await change({ lines: [...state.draft.lines, lineFromFood(found)] });
      announce(`${found.name} added.`);
    });

  const actions = {
    amount(line) {
      delete state.amountErrors[line.id];
      replaceLine(line);
    },
    amountFailed(line, message) {
      state.amountErrors[line.id] = message;
      draw();
    },
    confirm: (line) => replaceLine({ ...line, questions: [] }),
    swap: (line, foodId) =>
      withFood(foodId, async (found) => {
        await replaceLine(insteadOf(line, found));
        announce(`${found.name} instead.`);
      }),
    remove(line) {
      const { lines } = state.draft;
      const byKeyboard = isByKeyboard();
      const back = () => change({ lines });
      change({ lines: lines.filter(({ id }) => id !== line.id) });
      toast(`${line.name} removed.`, { action: { label: "Undo", run: back } });
      if (byKeyboard) focusToastAction();
    },
    /** As much of it as was found outside, where that was asked; else its usual amount. */
    resolve: (unresolved, foodId) =>
      withFood(foodId, async (found) => {
        const { phrase, reason, outside } = unresolved;
        const proposed = reason === "not_found" ? { foodId: null, grams: null } : null;
        const usual = lineFromFood(found, { phrase, proposed });
        const line = outside ? exactly(usual, outside.grams) : usual;
        await change({ lines: [...state.draft.lines, line], unresolved: without(unresolved) });
        announce(`${found.name} added for “${phrase}”.`);
        document.getElementById(`line-${line.id}`)?.focus();
      }),
    async lookOutside(unresolved) {
      state.asking.add(unresolved.id);
      draw();
      try {
        const outside = await lookUpOutside(unresolved.phrase);
        if (isLeft) return;  // the draft may be logged by now, or be another page's
        change({ unresolved: state.draft.unresolved.map((each) => (each.id === unresolved.id ? { ...each, outside } : each)) });
        announce(outside ? `Found outside: ${outside.name}.` : "Nothing was found outside.");
      } catch (error) {
        toast(inWords(error));
      }
      state.asking.delete(unresolved.id);
      draw();
    },
    leaveOut(unresolved) {
      change({ unresolved: without(unresolved) });
      announce(`“${unresolved.phrase}” is left out.`);
    },
    /** The search of a row of its own, made when it is first drawn. */
    search(key, label, onPick, query = "") {
      if (!state.searches.has(key)) {
        state.searches.set(key, searchField({ label, placeholder: label, draw, query, onPick: ({ food_id: id }) => onPick(id) }));
      }
      return state.searches.get(key)();
    },
  };

  const without = ({ id }) => state.draft.unresolved.filter((each) => each.id !== id);

  async function log() {
    const { draft } = state;
    if (state.isLogging || !draft.lines.length) return;
    state.isLogging = true;
    const moment = momentOf(draft);
    const day = dayOf(moment, preferences.dayStartsAt, zone);
    const edit = edits.logged(draft, { moment, zone, day });
    try {
      const left = await diary.write(edit);
      if (preferences.sharesCorrections) tellCorrections(draft.lines, { region: preferences.region, isGuest: !user });
      await keepDraft(undefined);
      const today = dayOf(new Date(), preferences.dayStartsAt, zone);
      go(day === today ? "/" : `/?day=${day}`);
      toast(left ? `No network: kept here, will be sent later (${left} waiting).` : user ? "Logged." : "Logged, on this device.");
    } catch (error) {
      state.error = inWords(error);
      state.isLogging = false;
      draw();
    }
  }

  function compare() {
    putInTray({ name: `This ${state.draft.kind}`, items: state.draft.lines.map(itemOf).map(itemBody) });
    go("/compare/");
  }

  async function discard() {
    const { draft } = state;
    await keepDraft(undefined);
    go("/");
    toast("Discarded.", { action: { label: "Undo", run: () => keepDraft(draft).then(() => go("/review/")) } });
  }

  nutrients().then((known) => { state.nutrients = known; draw(); }).catch(() => {});
  load();
  const leave = () => { isLeft = true; };
  return { title: "Review", view, leave };

  function view() {
    if (!state.isRead) return html`<p class="fine" aria-busy="true">One moment …</p>`;
    if (!state.draft) return nothingHere();
    return html`<div class="columns review">
      <div class="column">${header()}${body()}</div>
      <aside class="column aside">${sums()}</aside>
    </div>`;
  }

  function nothingHere() {
    return html`<div class="columns"><div class="column">
      <header class="page-head"><h1 tabindex="-1">Nothing to review</h1></header>
      <section class="empty"><button class="button" @click=${() => openSheet()}>Say what you ate</button></section>
    </div></div>`;
  }

  function toggleWhen() {
    state.isChanging = !state.isChanging;
    draw();
  }

  function header() {
    const { draft } = state;
    const moment = momentOf(draft);
    const { day, time } = wallClock(moment, zone);
    const today = dayOf(new Date(), preferences.dayStartsAt, zone);
    const when = `${dayTitle(dayOf(moment, preferences.dayStartsAt, zone), today)}, ${time}`;
    const set = (given) => change({ kind: given.kind, eatenAt: momentAt(given.day, given.time).toISOString() });
    return html`<a class="back" href="/">${icon("arrow-left")}Today</a>
      <header class="page-head">
        <div>
          <h1 tabindex="-1">${capital(draft.kind)}</h1>
          <p class="under-title">${when}</p>
        </div>
        <button class="button button-quiet" aria-expanded=${state.isChanging} @click=${toggleWhen}>
          Change<span class="visually-hidden"> meal or time</span>
        </button>
      </header>
      ${state.isChanging ? html`<section class="card">${whenForm({ kind: draft.kind, day, time, onChange: set })}</section>` : nothing}`;
  }

  function body() {
    const { lines, unresolved } = state.draft;
    return html`
      ${unresolved.map((each) => unresolvedCard({ unresolved: each, isAsking: state.asking.has(each.id), actions }))}
      <ol class="lines" aria-label="Foods">
        ${repeat(lines, ({ id }) => id, (line) => lineRow({ line, food: state.foods.get(line.foodId), error: state.amountErrors[line.id], actions }))}
      </ol>
      <section class="card add-food" aria-label="Add to this meal">
        ${addField()}
        <button class="button button-quiet" @click=${() => openSheet()}>${icon("plus")}Add in words</button>
      </section>`;
  }

  function sums() {
    const { draft } = state;
    const foods = draft.lines.map(contribution);
    const sum = totals(foods);
    const kcal = sum.nutrients.energy_kcal ?? null;
    return html`<section class="card sums" aria-label="This meal">
      <h2 class="visually-hidden">This meal</h2>
      ${draft.lines.length ? html`
        <div class="total-head">
          ${energyTotal(sum, energyOf(draft.lines))}
          ${mealLetter({ id: "meal", grade: gradeOf(draft), of: `this ${draft.kind}`, onCompare: compare })}
        </div>
        ${macros(sum)}` : html`<p class="lead">No foods yet.</p>`}
    </section>
    <div class="log">
        ${state.error ? html`<p class="error" role="alert">${state.error} What you entered is kept.</p>` : nothing}
        ${draft.unresolved.length ? html`<p class="fine">Not counted: ${list(draft.unresolved.map(({ phrase }) => `“${phrase}”`))}.</p>` : nothing}
        <button class="button button-wide" aria-disabled=${!draft.lines.length || state.isLogging} @click=${log}>
          Log ${draft.kind}
          ${kcal === null ? nothing : html`<span class="log-energy">${energy(kcal)}</span>`}
        </button>
    </div>
    ${draft.lines.length ? html`<details class="card disclosure">
      <summary><h2>All nutrients</h2>${icon("chevron-down")}</summary>
      ${nutrientGroups({ nutrients: state.nutrients, totals: sum, foods })}
    </details>` : nothing}
    <button class="button button-quiet" @click=${discard}>Discard this meal</button>`;
  }

  function contribution(line) {
    const provenance = state.foods.get(line.foodId)?.provenance ?? {
      default: { source: line.source, source_id: line.sourceId, release: line.release, recipe: line.recipe },
      nutrients: {},
    };
    return {
      name: line.name,
      grams: line.grams,
      nutrients: nutrientsOf(line),
      originOf: (key) => originIn(provenance, key, line.preparation),
    };
  }
}

/** The interval of a meal's energy: every food at its least, every food at its most. */
function energyOf(lines) {
  const ends = lines.map((line) => {
    const kcal = nutrientsOf(line).energy_kcal ?? 0;
    const { low, high } = energyInterval(line);
    return { low: low ?? kcal, high: high ?? kcal };
  });
  return { low: ends.reduce((sum, { low }) => sum + low, 0), high: ends.reduce((sum, { high }) => sum + high, 0) };
}
