// Today, or another day: what it adds up to, and its meals.
import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { inWords } from "#app/api.js";
import { addDays, dayInWords, dayOf, dayTitle, isDay, momentAt, usualMoment } from "#app/dates.js";
import * as diary from "#app/diary/index.js";
import * as edits from "#app/diary/edits.js";
import { readDraft } from "#app/draft.js";
import { capital, count, energy } from "#app/format.js";
import { food, nutrients } from "#app/foods.js";
import { isGradable, itemBody } from "#app/grades.js";
import { lineFromLogged, portionsOf } from "#app/line.js";
import { composer } from "#app/parts/composer.js";
import { mealLetter } from "#app/parts/grade-note.js";
import { icon } from "#app/parts/icon.js";
import { energyTotal, macros } from "#app/parts/macros.js";
import { mealCard } from "#app/parts/meal.js";
import { newerFigures } from "#app/parts/newer-figures.js";
import { announce, focusToastAction, isByKeyboard, toast } from "#app/parts/notices.js";
import { notices } from "#app/parts/day-notices.js";
import { nutrientGroups } from "#app/parts/nutrients.js";
import { openSheet } from "#app/parts/sheet.js";
import { go } from "#app/router.js";
import { preferences, user, zone } from "#app/session.js";
import { putInTray } from "#app/tray.js";
import { originIn } from "#app/words.js";

const MAIN_KINDS = ["breakfast", "lunch", "dinner"];

/** The page of a day. */
export function todayPage({ query, draw }) {
  const today = dayOf(new Date(), preferences.dayStartsAt, zone);
  const day = isDay(query.get("day")) ? query.get("day") : today;
  const title = dayTitle(day, today);
  const state = { answer: null, error: "", draft: null, guestMeals: 0, nutrients: [], open: null, portions: [], amountError: "" };
  const ask = composer({ draw, onFound: go, start: () => startOf() });
  const newer = newerFigures({ draw, write, reload: load });

  function startOf(kind) {
    return { kind, eatenAt: usualMoment(kind, day, today) };
  }

  async function load() {
    try {
      state.answer = await diary.readDay(day);
      state.error = "";
    } catch (error) {
      state.error = inWords(error);
    }
    [state.draft, state.guestMeals] = await Promise.all([readDraft(), diary.guestMeals(), newer.load()]);
    draw();
    grade(state.answer).catch(() => {});  // without a network there is no letter: a wrong one would be worse
  }

  async function grade(answer) {
    const grades = await diary.gradesOf(answer ?? { meals: [] });
    if (state.answer !== answer) return;
    Object.assign(answer, grades);
    draw();
  }

  async function write(edit, said, undo) {
    let left = 0;
    try {
      left = await diary.write(edit);
    } catch (error) {
      toast(inWords(error));
    }
    await load();
    const words = left ? `No network: kept here, will be sent later (${left} waiting).` : said;
    if (undo) toast(words, { action: { label: "Undo", run: undo } });
    else if (left) toast(words);
    else announce(words);
  }

  const actions = {
    toggle(item) {
      const isOpen = state.open === item.id;
      Object.assign(state, { open: isOpen ? null : item.id, portions: [], amountError: "", base: isOpen ? null : lineFromLogged(item) });
      if (!isOpen && !item.food_id) state.portions = portionsOf(state.base);
      draw();
      if (!isOpen && item.food_id) food(item.food_id).then((found) => { state.portions = found.portions; draw(); }).catch(() => {});
    },
    amountFailed(message) {
      state.amountError = message;
      draw();
    },
    changeAmount(meal, line) {
      state.amountError = "";
      write(edits.amountChanged(meal, line), `${line.name}: saved.`);
    },
    async removeItem(meal, item) {
      const byKeyboard = isByKeyboard();
      state.open = null;
      const isGone = meal.items.length === 1;
      const undo = () => write(edits.restored(meal, { isGone }), `${item.name} is back.`);
      await write(edits.itemRemoved(meal, item.id), `${item.name} deleted.`, undo);
      if (byKeyboard) focusToastAction();
    },
    async removeMeal(meal) {
      const byKeyboard = isByKeyboard();
      const undo = () => write(edits.restored(meal, { isGone: true }), `${capital(meal.kind)} is back.`);
      await write(edits.mealRemoved(meal), `${capital(meal.kind)} deleted.`, undo);
      if (byKeyboard) focusToastAction();
    },
    move(meal, { kind, day: onDay, time }) {
      const moment = momentAt(onDay, time);
      const edit = edits.moved(meal, { kind, moment, zone, day: dayOf(moment, preferences.dayStartsAt, zone) });
      write(edit, `${capital(kind)}: saved.`);
    },
    add: (kind) => openSheet(startOf(kind)),
    compare(meal) {
      if (meal.isWaiting && !isGradable(meal.items)) return toast("A meal with a recipe can be compared once it is sent.");
      putInTray(mealEntry(meal));
      go("/compare/");
    },
  };

  /** A meal to compare: the account's own by its id, else by what is in it. */
  function mealEntry(meal) {
    const name = `${capital(meal.kind)}, ${dayTitle(day, today).toLowerCase()}`;
    return user && !meal.isWaiting ? { name, meal_id: meal.id } : { name, items: meal.items.map(itemBody) };
  }

  addEventListener("platewise:sent", load);
  document.addEventListener("visibilitychange", seenAgain);
  nutrients().then((list) => { state.nutrients = list; draw(); }).catch(() => {});
  load();
  if (query.has("add")) {
    history.replaceState({}, "", "/");
    openSheet(startOf());
  }
  return { title, view, leave };

  function leave() {
    removeEventListener("platewise:sent", load);
    document.removeEventListener("visibilitychange", seenAgain);
  }

  /** Another device may have written meanwhile, or a new day may have begun. */
  function seenAgain() {
    if (document.hidden) return;
    const isNewDay = !query.has("day") && dayOf(new Date(), preferences.dayStartsAt, zone) !== today;
    if (isNewDay) go("/", { replace: true });
    else load();
  }

  function view() {
    return html`<div class="columns day">
      <div class="column">
        ${header()}
        ${state.error ? html`<p class="note note-error" role="alert">${state.error} <button class="link" @click=${load}>Try again</button></p>` : nothing}
        ${notices({ state, reload: load })}
        ${state.answer ? dayBody() : html`<p class="fine" aria-busy="true">Looking up the day …</p>`}
      </div>
      <aside class="column aside">
        <div class="card wide-only">${ask.view()}</div>
        ${state.answer?.meals.length ? allNutrients() : nothing}
      </aside>
    </div>`;
  }

  function header() {
    const address = (other) => (other === today ? "/" : `/?day=${other}`);
    return html`<header class="page-head">
      <div>
        <h1 tabindex="-1">${title}</h1>
        <p class="under-title">${dayInWords(day, today)}</p>
      </div>
      <nav class="pager" aria-label="Days">
        <a class="icon-button" href=${address(addDays(day, -1))}>${icon("chevron-left")}<span class="visually-hidden">Day before</span></a>
        ${day === today ? nothing : html`<a class="button button-quiet" href="/">Today</a>`}
        ${day < today
          ? html`<a class="icon-button" href=${address(addDays(day, 1))}>${icon("chevron-right")}<span class="visually-hidden">Day after</span></a>`
          : html`<span class="icon-button is-off" aria-hidden="true">${icon("chevron-right")}</span>`}
      </nav>
    </header>`;
  }

  function dayBody() {
    const { meals, totals } = state.answer;
    const logged = new Set(meals.map(({ kind }) => kind));
    return html`
      ${meals.length ? html`<section class="summary" aria-label="The day so far">
        <div class="total-head">
          ${energyTotal(totals, { label: day === today ? "so far" : "" })}
          ${mealLetter({ id: "day", grade: state.answer.grade, of: "the day", size: "medium" })}
        </div>
        ${macros(totals)}
      </section>` : empty()}
      ${repeat(meals, ({ id }) => id, (meal) => mealCard({ meal, state, actions, offer: newer.view(meal, { isFresh: !state.answer.asOf }) }))}
      <div class="adders">
        ${MAIN_KINDS.filter((kind) => !logged.has(kind)).map(adder)}
        ${adder("snack")}
      </div>
      ${user ? nothing : html`<p class="fine guest-line">You are a guest: meals stay on this device. <a href="/you/">More</a></p>`}`;
  }

  function empty() {
    return html`<section class="empty">
      <p class="lead">${day === today ? "Nothing logged yet today." : "Nothing was logged on this day."}</p>
      <button class="button narrow-only" @click=${() => actions.add()}>Say what you ate</button>
    </section>`;
  }

  function adder(kind) {
    return html`<button class="adder" @click=${() => actions.add(kind)}>${icon("plus")}${capital(kind)}</button>`;
  }

  function allNutrients() {
    const items = state.answer.meals.flatMap((meal) => meal.items);
    const foods = items.map(({ name, nutrients: values, provenance, preparation }) => ({
      name,
      nutrients: values,
      originOf: (key) => originIn({ default: provenance, nutrients: {} }, key, preparation),
    }));
    return html`<details class="card disclosure">
      <summary><h2>All nutrients</h2><span class="fine">${count(items.length, "food")}, ${energy(state.answer.totals.nutrients.energy_kcal)}</span>${icon("chevron-down")}</summary>
      ${nutrientGroups({ nutrients: state.nutrients, totals: state.answer.totals, foods })}
    </details>`;
  }
}
