// What was recognised on a photo: the answers with how sure they are, and over the photo what the model looked at.
import { html, nothing } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { ref } from "lit-html/directives/ref.js";
import { capital, number, percent } from "#app/format.js";
import { icon } from "#app/parts/icon.js";
import { paint, whereInWords } from "#app/recognition/looked.js";

/** Pixels a side that the photo is drawn with. */
const SIDE = 640;
const SIGNS = { likely: "check", possible: "circle-question-mark", uncertain: "circle-question-mark" };

/**
 * The card of `result` (see recognition/client.js). `chosen` is the answer whose heat is shown if `isHeatShown`;
 * `onChange` is told what changed of these and of `areGuessesShown`, `onAdd` the id of a food for a meal.
 */
export function recognised({ result, chosen, isHeatShown, areGuessesShown, onChange, onAdd }) {
  const { answers, maps, refused, view, milliseconds } = result;
  const foods = answers.map((answer, i) => ({ ...answer, map: mapOf(maps, i) })).filter(isFoodSaidFirst);
  const areShown = !refused || areGuessesShown;
  const shown = areShown ? foods[chosen] : undefined;
  return html`<section class="card recognised" aria-labelledby="recognised-title">
    <h2 id="recognised-title">${headline(result)}</h2>
    ${view ? picture({ view, shown, isHeatShown }) : nothing}
    ${maps && areShown ? heatSwitch({ isHeatShown, onChange }) : nothing}
    ${areShown
      ? html`<ul class="guesses">${foods.map((answer, i) => row({ answer, isChosen: i === chosen, onChoose: () => onChange({ chosen: i }), onAdd }))}</ul>`
      : refusal({ onChange })}
    <p class="fine">${timing(milliseconds)}</p>
  </section>`;
}

/** What is no food stands in the heading; a food that two classes call the same (one on a plate, one in a shop) is said once. */
function isFoodSaidFirst({ foodId, name }, index, answers) {
  const first = answers.findIndex((each) => each.foodId === foodId && each.name.toLowerCase() === name.toLowerCase());
  return foodId !== null && index === first;
}

const mapOf = (maps, i) => (maps ? { values: maps.values[i], width: maps.width, height: maps.height } : null);

function headline({ refused, answers: [first] }) {
  if (refused) return "Looks like no food";
  if (!first.foodId) return "Perhaps no food; if it is, one of these";
  return { likely: `Looks like ${first.name}`, possible: `Perhaps ${first.name}`, uncertain: "Hard to say; perhaps one of these" }[first.word];
}

function picture({ view, shown, isHeatShown }) {
  const map = isHeatShown ? (shown?.map ?? null) : null;
  const label = map ? `Your photo. ${lookedAt(shown)}` : "Your photo";
  return html`<canvas class="recognised-photo" width=${SIDE} height=${SIDE} role="img" aria-label=${label}
    ${ref((canvas) => canvas && paint(canvas, { view, map }))}></canvas>`;
}

/** "For pizza it looked most at the middle." */
const lookedAt = ({ name, map }) => `For ${name} it looked most at ${whereInWords(map)}.`;

function heatSwitch({ isHeatShown, onChange }) {
  return html`<label class="switch">
    <span>Show what the model looked at</span>
    <input type="checkbox" role="switch" .checked=${live(isHeatShown)} @change=${(event) => onChange({ isHeatShown: event.target.checked })} />
  </label>`;
}

function refusal({ onChange }) {
  return html`<p>If there is food on it, go nearer, make it brighter, or have it in the middle: the middle square is what the model sees.</p>
    <p class="actions"><button class="button button-soft" @click=${() => onChange({ areGuessesShown: true })}>Show its guesses all the same</button></p>`;
}

function row({ answer, isChosen, onChoose, onAdd }) {
  const { name, word, probability, foodId, map } = answer;
  return html`<li class="guess ${isChosen ? "is-chosen" : ""}">
    <button class="guess-head" type="button" aria-expanded=${isChosen} @click=${onChoose}>
      <span class="guess-name">${capital(name)}</span>
      <span class="confidence confidence-${word}">${icon(SIGNS[word])}${word}</span>
      <span class="guess-share">${percent(probability)}</span>
      <span class="guess-bar" aria-hidden="true"><span .style=${`inline-size: ${Math.max(1, 100 * probability)}%`}></span></span>
    </button>
    ${isChosen
      ? html`<div class="guess-more">
        ${map ? html`<p class="fine">${lookedAt(answer)}</p>` : nothing}
        <p class="actions">
          <button class="button button-soft" @click=${() => onAdd(foodId)}>${icon("plus")}Add to a meal</button>
          <a class="link" href="/foods/${foodId}/">What is in ${name}</a>
        </p>
      </div>`
      : nothing}
  </li>`;
}

/** "Took 34 ms: 12 to open the photo, 3 to prepare it, 19 to recognise it." */
function timing({ open, prepare, recognise }) {
  const parts = [`${number(open)} to open the photo`, `${number(prepare)} to prepare it`, `${number(recognise)} to recognise it`];
  return `Took ${number(open + prepare + recognise)} ms on this device: ${parts[0]}, ${parts[1]}, ${parts[2]}.`;
}
