// Compare: foods and meals side by side, asked for in a sentence or gathered one by one.
import { html, nothing } from "lit-html";
import { inWords, send } from "#app/api.js";
import { icon } from "#app/parts/icon.js";
import { choosers, explanation, summary, winners } from "#app/parts/comparison.js";
import { differences, figures, leaders } from "#app/parts/differences.js";
import { announce } from "#app/parts/notices.js";
import { searchField } from "#app/parts/search.js";
import { sideBySide } from "#app/parts/side-by-side.js";
import { nutrients } from "#app/foods.js";
import { preferences } from "#app/session.js";
import { entryBody, FEWEST, keepTray, MOST, trayed, withEntry } from "#app/tray.js";
import { FOCUSES } from "#app/words.js";

const MAX_WORDS = 500;
const EXAMPLES = ["Oatmeal vs eggs for lasting energy", "Butter or olive oil for the heart", "Apple, banana or orange"];
const BASES = ["serving", "100g", "100kcal"];

/**
 * The page of a comparison. The address says the question (`q`), the focus and the basis, so that it can be kept
 * and sent on; what was gathered without words is in the tray.
 */
export function comparePage({ query, draw }) {
  const state = {
    text: query.get("q") ?? "",
    question: query.get("q") ?? "",
    focus: Object.hasOwn(FOCUSES, query.get("focus") ?? "") ? query.get("focus") : undefined,
    basis: BASES.includes(query.get("basis")) ? query.get("basis") : BASES[0],
    entries: query.has("q") ? [] : trayed(),
    answer: null, error: "", isBusy: false, nutrients: [],
  };
  let running;
  const addField = searchField({ label: "Add a food", placeholder: "Add a food", draw, onPick: add });

  /** Ask again; what is shown stays until there is an answer, and stays marked if there is none. */
  async function ask() {
    running?.abort();
    if (!state.question && state.entries.length < FEWEST) return show({ answer: null, error: "", isBusy: false });
    running = new AbortController();
    const { signal } = running;
    show({ isBusy: true, error: "" });
    try {
      const answer = await send("POST", "compare", { body: request(), signal });
      show({ answer, isBusy: false, focus: answer.focus });
      announce(answer.explanation.summary);
    } catch (error) {
      if (!signal.aborted) show({ error: inWords(error), isBusy: false });
    }
  }

  function request() {
    const { question, entries, focus, basis } = state;
    const chosen = focus ? { focus } : {};
    if (question) return { text: question, basis, region: preferences.region, ...chosen };
    return { entries: entries.map(entryBody), basis, region: preferences.region, focus: focus ?? preferences.focus };
  }

  function show(changes) {
    Object.assign(state, changes);
    draw();
  }

  function rewrite() {
    const { question: q, focus, basis } = state;
    const said = Object.entries({ q, focus, basis: basis === BASES[0] ? "" : basis }).filter(([, value]) => value);
    history.replaceState({}, "", said.length ? `/compare/?${new URLSearchParams(said)}` : "/compare/");
  }

  const submit = (event) => {
    event.preventDefault();
    const question = state.text.trim();
    if (!question) {
      show({ error: "Write what to compare first." });
      document.getElementById("compare-words")?.focus();
      return;
    }
    question_(question);
  };

  function question_(question) {
    Object.assign(state, { text: question, question, focus: undefined, answer: null, entries: [] });
    rewrite();
    ask();
  }

  function choose(changes) {
    Object.assign(state, changes);
    rewrite();
    ask();
  }

  /** The things compared as the tray keeps them: what was asked in words is taken apart into its foods. */
  function gathered() {
    if (!state.question) return state.entries;
    return (state.answer?.entries ?? []).map(({ name, food_id, grams }) => {
      if (!food_id) return { name, text: name };
      return state.answer.basis === "serving" ? { name, food_id, grams } : { name, food_id };
    });
  }

  function gather(entries) {
    keepTray(entries);
    Object.assign(state, { entries, question: "", text: "", answer: entries.length < FEWEST ? null : state.answer });
    rewrite();
    ask();
  }

  function add({ food_id, name, serving, serving_g: grams }) {
    gather(withEntry(gathered(), { food_id, name, ...(grams ? { grams, quantity: serving } : {}) }));
    announce(`${name} added.`);
  }

  const remove = (index) => gather(gathered().filter((_, place) => place !== index));

  nutrients().then((known) => show({ nutrients: known })).catch(() => {});
  ask();
  return { title: "Compare", view, leave: () => running?.abort() };

  function view() {
    return html`<div class="compare">
      <a class="back" href="/foods/">${icon("arrow-left")}Foods</a>
      <header class="page-head">
        <h1 tabindex="-1">Compare</h1>
        ${state.answer || state.entries.length ? html`<button class="button button-quiet" @click=${() => gather([])}>${icon("rotate-ccw")}Start over</button>` : nothing}
      </header>
      ${form()}
      ${state.error ? html`<p class="note note-error note-line" role="alert">${icon("triangle-alert")}<span>${state.error}</span></p>` : nothing}
      ${state.answer ? result() : start()}
    </div>`;
  }

  function form() {
    return html`<form class="compare-form ${state.question ? "is-asked" : ""}" role="search" @submit=${submit} novalidate>
      <label class="visually-hidden" for="compare-words">What to compare</label>
      <input id="compare-words" type="text" autocomplete="off" maxlength=${MAX_WORDS} enterkeyhint="go"
        placeholder="Oatmeal vs eggs for energy" .value=${state.text}
        @input=${(event) => { state.text = event.target.value; }} />
      <button class="button" aria-disabled=${state.isBusy}>${icon("scale")}<span class="compare-word">Compare</span></button>
    </form>`;
  }

  function start() {
    if (state.entries.length) {
      return html`<section class="card compare-start" aria-label="To compare">
        <p><strong>${state.entries[0].name}</strong>, and what else?</p>
        ${addField()}
      </section>`;
    }
    if (state.isBusy) return html`<p class="fine" aria-busy="true">One moment …</p>`;
    return html`<section class="compare-start">
      <p class="lead">Ask in one sentence, or put foods side by side.</p>
      <div class="chips chips-wrap">${EXAMPLES.map((example) => html`<button class="chip" @click=${() => question_(example)}>${example}</button>`)}</div>
      <div class="card">${addField()}</div>
    </section>`;
  }

  function result() {
    const { answer, isBusy } = state;
    const columns = sideBySide({ answer, onRemove: remove });
    const isWide = answer.entries.length > 2;
    return html`
      ${choosers({ answer, state, onChoose: choose })}
      <div class="compare-result" aria-busy=${isBusy}>
        ${summary(answer)}
        ${isWide ? columns : nothing}
        <div class="compare-columns">
          <div class="column">
            ${isWide ? nothing : columns}
            ${answer.entries.length < MOST ? addField() : nothing}
            ${differences({ answer })}
          </div>
          <div class="column">${explanation(answer)}${winners({ answer, onChoose: choose })}</div>
        </div>
        ${leaders({ answer })}
        ${figures({ answer, nutrients: state.nutrients })}
      </div>`;
  }
}
