// The offer of newer figures below a meal: a quiet line, and on demand what they would change.
import { html, nothing } from "lit-html";
import { inWords } from "#app/api.js";
import * as edits from "#app/diary/edits.js";
import { amount, capital, energy, energyFigure, howMuch, number } from "#app/format.js";
import { keepFigures, keptFigures, offerAgain, offered, offerInWords, previewOf } from "#app/newer-figures.js";
import { icon } from "#app/parts/icon.js";
import { letter } from "#app/parts/letter.js";
import { focusToastAction, isByKeyboard, toast } from "#app/parts/notices.js";
import { user } from "#app/session.js";

const SHOWN_FIRST = 4;

/**
 * The offers of a page: {load, view}. `write(edit, said)` is the page's way to write, `reload` reads the day
 * again. A guest's meals get none: they are on the device, as they were logged.
 */
export function newerFigures({ draw, write, reload }) {
  const state = { kept: {}, preview: null, isBusy: false };

  async function load() {
    if (user) state.kept = await keptFigures(user.id).catch(() => ({}));
  }

  async function open(meal) {
    if (state.isBusy) return;
    state.isBusy = true;
    draw();
    try {
      const preview = await previewOf(meal);
      state.preview = { ...preview, mealId: meal.id, of: meal.updated_at };
    } catch (error) {
      toast(inWords(error));
    }
    state.isBusy = false;
    draw();
    document.querySelector(`#newer-${CSS.escape(meal.id)}`)?.focus();
  }

  function close(meal) {
    state.preview = null;
    draw();
    document.querySelector(`#newer-use-${CSS.escape(meal.id)}`)?.focus();
  }

  async function take(meal, lines) {
    state.preview = null;
    await write(edits.figuresTaken(meal, lines), `${capital(meal.kind)}: newer figures taken.`);
    document.querySelector(`[aria-labelledby="meal-${CSS.escape(meal.id)}"] .item-head`)?.focus();
  }

  async function keep(items) {
    const byKeyboard = isByKeyboard();
    const undo = async () => {
      state.kept = await offerAgain(user.id, items);
      draw();
    };
    try {
      state.kept = await keepFigures(user.id, items);
    } catch (error) {
      return toast(inWords(error));
    }
    state.preview = null;
    draw();
    toast("Kept as it was logged.", { action: { label: "Undo", run: undo } });
    if (byKeyboard) focusToastAction();
  }

  /** The offer for `meal`; `isFresh` says that the server has just told of it. */
  function view(meal, { isFresh }) {
    const items = user && isFresh && !meal.isWaiting ? offered(meal, state.kept) : [];
    if (!items.length) return nothing;
    const { preview } = state;
    const isOpen = preview?.mealId === meal.id && preview.of === meal.updated_at;
    return html`<section class="newer" aria-label="Newer figures">
      ${isOpen ? changesOf(meal, items, preview) : offer(meal, items)}
    </section>`;
  }

  function offer(meal, items) {
    return html`<p>${offerInWords(items)}</p>
      <p class="note-actions">
        <button class="link" id="newer-use-${meal.id}" aria-disabled=${state.isBusy} @click=${() => open(meal)}>Use them</button>
        <button class="link" @click=${() => keep(items)}>Keep mine</button>
      </p>`;
  }

  function changesOf(meal, items, preview) {
    const asked = new Map(items.map((item) => [item.id, item]));
    const lines = preview.lines.filter(({ id }) => asked.has(id));
    if (!lines.length) {
      return html`<p id="newer-${meal.id}" tabindex="-1">There is nothing newer any more.</p>
        <p class="note-actions"><button class="link" @click=${reload}>All right</button></p>`;
    }
    const isWhole = lines.length === preview.lines.length;
    return html`
      <h3 id="newer-${meal.id}" tabindex="-1">What newer figures change</h3>
      ${lines.map((line) => lineChange(asked.get(line.id), line))}
      ${isWhole ? mealChange(meal, preview) : nothing}
      ${preview.left.map((each) => leftInWords(meal, each))}
      <p class="fine">How much you ate stays. The old figures cannot be brought back.</p>
      <div class="newer-actions">
        <button class="button button-soft" @click=${() => take(meal, lines)}>${icon("check")}Use the newer figures</button>
        <button class="button button-quiet" @click=${() => keep(items)}>Keep mine</button>
        <button class="button button-quiet" @click=${() => close(meal)}>Not now</button>
      </div>`;
  }

  return { load, view };
}

function lineChange(item, { nutrients, grade }) {
  const [first, rest] = [nutrients.slice(0, SHOWN_FIRST), nutrients.slice(SHOWN_FIRST)];
  return html`<div class="newer-line">
    <h4>${item.name} <span class="fine">${howMuch(item.quantity, item.grams)}</span></h4>
    ${letters(grade)}
    <ul>${first.map(nutrientChange)}</ul>
    ${rest.length ? html`<details class="more"><summary>${number(rest.length)} more${icon("chevron-down")}</summary><ul>${rest.map(nutrientChange)}</ul></details>` : nothing}
  </div>`;
}

function mealChange({ kind, items }, { energy_kcal: change, grade }) {
  if (items.length < 2) return nothing;
  return html`<div class="newer-line newer-meal">
    <h4>${capital(kind)}</h4>
    ${letters(grade)}
    <ul>${nutrientChange({ ...change, key: "energy_kcal", name: "Energy" })}</ul>
  </div>`;
}

/** The letters before and after; where they are the same, that one, and nothing where there is none. */
function letters({ was, now }) {
  const [before, after] = [was?.letter ?? null, now?.letter ?? null];
  if (!before && !after) return nothing;
  const small = (which) => letter(which, { size: "small" });
  return html`<span class="newer-letters">${before === after ? nothing : html`${small(before)}${becomes()}`}${small(after)}</span>`;
}

function nutrientChange({ key, name, unit, decimals, was, now }) {
  const isEnergy = key === "energy_kcal";
  const before = isEnergy ? energyFigure(was) : was === null ? "unknown" : number(was, decimals);
  return html`<li><span>${name}</span><span>${before}${becomes()}${isEnergy ? energy(now) : amount(now, { unit, decimals })}</span></li>`;
}

const becomes = () => html`<span class="newer-arrow" aria-hidden="true">→</span><span class="visually-hidden"> becomes </span>`;

function leftInWords(meal, { id, because }) {
  const item = meal.items.find((each) => each.id === id);
  return item ? html`<p class="fine">${item.name} keeps its figures: ${because}</p>` : nothing;
}
