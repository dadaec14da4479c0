// Recognise a photo, on this device: what is on it, what the model looked at, and what the model is.
import { html, nothing } from "lit-html";
import { inWords, NoNetwork, Problem } from "#app/api.js";
import { KINDS } from "#app/dates.js";
import { keepDraft, newDraft, readDraft } from "#app/draft.js";
import { capital, percent } from "#app/format.js";
import { food } from "#app/foods.js";
import { lineFromFood } from "#app/line.js";
import { icon } from "#app/parts/icon.js";
import { modelCard } from "#app/parts/model-card.js";
import { announce, toast } from "#app/parts/notices.js";
import { photoChoice } from "#app/parts/photo-choice.js";
import { recognised } from "#app/parts/recognised.js";
import { about, load, manifestAddress, recognise } from "#app/recognition/client.js";
import { go } from "#app/router.js";

/** What people are told of an error: those of recognition are sentences already. */
const said = (error) => (["Unavailable", "NotAPhoto"].includes(error.name) ? error.message : "This photo could not be recognised. Try another.");

/** The page; `kind` and `eatenAt` in the address say which meal a food is added to, if not the one under review. */
export function recognitionPage({ query, draw }) {
  const state = {
    manifest: null, unavailable: "", isReady: false, progress: 0, isBusy: false, isDragged: false,
    error: "", result: null, chosen: 0, isHeatShown: true, areGuessesShown: false,
  };
  let latest = 0;

  /** The manifest is small; the model comes at once too, unless this browser is to save data. */
  async function getReady({ isAsked = false } = {}) {
    state.unavailable = "";
    try {
      state.manifest = await about();
      draw();
      if (!isAsked && navigator.connection?.saveData) return;
      await load((progress) => { state.progress = progress; draw(); });
      state.isReady = true;
    } catch (error) {
      state.unavailable = said(error);
    }
    draw();
  }

  async function take(file) {
    latest += 1;
    const mine = latest;
    Object.assign(state, { isBusy: true, error: "", result: null, chosen: 0, areGuessesShown: false });
    draw();
    try {
      if (!state.isReady) await getReady({ isAsked: true });
      if (!state.isReady) return;
      const result = await recognise(file);
      if (mine === latest) state.result = result;
    } catch (error) {
      if (mine === latest) state.error = said(error);
    } finally {
      if (mine === latest) state.isBusy = false;
      draw();
    }
    if (mine === latest) announce(state.error || inShort(state.result));
  }

  async function addToMeal(foodId) {
    try {
      const line = lineFromFood(await food(foodId));
      const draft = await draftToFill();
      await keepDraft({ ...draft, lines: [...draft.lines, line] });
      go("/review/");
    } catch (error) {
      if (error instanceof NoNetwork) toast("No network: its figures can’t be fetched. Try again when you are back online.");
      else toast(error instanceof Problem && error.status === 404 ? "This food is not in our tables any more." : inWords(error));
    }
  }

  async function draftToFill() {
    const kind = KINDS.find((each) => each === query.get("kind"));
    const moment = new Date(query.get("eaten-at") ?? NaN);
    const eatenAt = Number.isNaN(moment.valueOf()) ? undefined : moment;
    if (kind || eatenAt) return newDraft({ kind, eatenAt });
    return (await readDraft()) ?? newDraft();
  }

  const pasted = (event) => {
    const [file] = event.clipboardData?.files ?? [];
    if (!file) return;
    event.preventDefault();
    take(file);
  };
  const change = (changes) => {
    Object.assign(state, changes);
    draw();
  };

  document.addEventListener("paste", pasted);
  getReady();
  return { title: "Recognise a photo", view, leave: () => document.removeEventListener("paste", pasted) };

  function view() {
    return html`<div class="columns recognition">
      <div class="column">
        <a class="back" href="/foods/">${icon("arrow-left")}Foods</a>
        <header class="page-head"><div>
          <h1 tabindex="-1">Recognise a photo</h1>
          <p class="promise">${icon("lock")}<span>It is done on this device. Your photo is not sent anywhere.</span></p>
        </div></header>
        ${state.unavailable ? cannot() : photoChoice({
          ...state,
          isChosen: Boolean(state.result),
          onFile: take,
          onNothing: () => change({ error: "There was no photo in that.", isDragged: false }),
          onDrag: (isDragged) => change({ isDragged }),
        })}
        ${state.error ? html`<p class="note note-error note-line" role="alert">${icon("triangle-alert")}<span>${state.error}</span></p>` : nothing}
        ${state.result ? recognised({ ...state, onChange: change, onAdd: addToMeal }) : nothing}
      </div>
      <div class="column aside">
        ${state.manifest ? modelCard({ manifest: state.manifest, address: manifestAddress() }) : nothing}
      </div>
    </div>`;
  }

  function cannot() {
    return html`<section class="card" role="alert">
      <h2>Recognition is not available</h2>
      <p>${state.unavailable}</p>
      <p>Everything else works: <a href="/?add">say in words what you ate</a>, or <a href="/foods/">look a food up</a>.</p>
      <p class="actions"><button class="button button-soft" @click=${() => getReady({ isAsked: true })}>${icon("rotate-ccw")}Try again</button></p>
    </section>`;
  }
}

/** "Likely apple pie, 82 %." for who does not see the page. */
function inShort(result) {
  if (!result) return "";
  if (result.refused) return "Looks like no food.";
  const [first] = result.answers;
  return `${capital(first.word)} ${first.name}, ${percent(first.probability)}.`;
}
