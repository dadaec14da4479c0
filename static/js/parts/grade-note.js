// What stands behind a letter, on demand: a button with the letter on it that opens a note beside it.
import { html, nothing } from "lit-html";
import { count, number, percent } from "#app/format.js";
import { icon } from "#app/parts/icon.js";
import { letter, NUTRI_SCORE } from "#app/parts/letter.js";
import { foodClass } from "#app/words.js";

/**
 * The letter as a button for its note. `id` is the page's own for it, `of` what is graded ("lunch"), `lines`
 * the sentences, `actions` what can be done from there.
 */
function letterButton({ id, grade, of, lines, actions, size = "medium" }) {
  const noteId = `grade-${id}`;
  return html`<button class="letter-button" type="button" popovertarget=${noteId}>
      ${letter(grade.letter, { size })}<span class="visually-hidden"> of ${of}: why?</span>
    </button>
    <div class="grade-note" id=${noteId} popover>
      <div class="grade-note-head">
        ${letter(grade.letter, { size: "large" })}
        <p><strong>${grade.letter ? `${NUTRI_SCORE} ${grade.letter}` : `No ${NUTRI_SCORE}`}</strong><br /><span class="fine">${of}</span></p>
      </div>
      ${lines.filter(Boolean).map((line) => html`<p>${line}</p>`)}
      <div class="actions">${actions}</div>
    </div>`;
}

/** The letter of the food of `line`; nothing while it is not known. */
export function foodLetter({ line, isLinked = true }) {
  const { grade } = line;
  if (!grade) return nothing;
  const lines = [
    grade.because ?? scoreInWords(grade),
    grade.letter && grade.food_class !== "general" ? `Graded as ${foodClass(grade.food_class)}.` : "",
    grade.letter ? "It goes by what is in 100 g, whatever the amount." : "",
  ];
  return letterButton({ id: line.id, grade, of: line.name, lines, actions: isLinked ? behind(line) : nothing });
}

/** The way to all that is behind a food's or a recipe's letter. */
function behind(line) {
  if (line.recipeId) return html`<a class="link" href="/recipes/${line.recipeId}/">About this recipe</a>`;
  const { grade } = line;
  const query = new URLSearchParams({ grams: String(Math.round(line.grams * 10) / 10), why: "" });
  if (line.preparation) query.set("preparation", line.preparation);
  return html`<a class="link" href="/foods/${line.foodId}/?${query}">${grade.letter ? "Every point" : "All that is known"}<span class="visually-hidden"> of ${line.name}</span></a>`;
}

/** "4 points, where fewer are better." */
function scoreInWords({ score }) {
  if (score === null) return "";
  return `${count(score, "point")}, where fewer are better.`;
}

/** The letter of foods together: `of` a meal or a day; nothing while it is not known. `onCompare` where it can be compared. */
export function mealLetter({ id, grade, of, onCompare, size }) {
  if (!grade) return nothing;
  const lines = [balanceInWords(grade), grade.glycemic_load === null ? "" : `Glycemic load ${number(grade.glycemic_load)}.`];
  const actions = onCompare
    ? html`<button class="link" type="button" @click=${onCompare}>${icon("scale")}Compare it</button>`
    : nothing;
  return letterButton({ id, grade, of, lines, actions, size });
}

function balanceInWords({ letter: known, graded_share: share }) {
  if (!known) {
    return share > 0
      ? `Only ${percent(share)} of the energy comes from foods with a letter: too little to speak for the rest.`
      : "None of it has a letter, or the energy of a food is not known.";
  }
  const rest = share < 0.995 ? ` ${percent(share)} of the energy comes from foods with a letter.` : "";
  return `The mean of its foods, each weighed by the energy that it brings.${rest}`;
}
