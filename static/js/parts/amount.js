// How much of a food: an amount to write, multiples of what was understood, and the food's own portions.
import { html, nothing } from "lit-html";
import { fromGrams, mass, massUnit, measure, multiple, toGrams } from "#app/format.js";
import { exactly, MAX_GRAMS, MULTIPLES, multipleOf, times } from "#app/line.js";

const MOST_PORTIONS = 10;

/**
 * Chips and a field for the amount of `line`; `portions` of its food once they are known. `onChange` gets the
 * line with its new amount. `error` is what is wrong with the amount written last, told through `onError`.
 */
export function amountEditor({ line, portions = [], error = "", onChange, onError }) {
  const chosen = multipleOf(line);
  const errorId = `amount-error-${line.id}`;
  const written = (event) => {
    const grams = gramsIn(event.target.value);
    if (grams === null) onError(`Write more than 0, at most ${mass(MAX_GRAMS)}.`);
    else onChange(exactly(line, grams));
  };
  return html`<div class="amount" role="group" aria-label="How much ${line.name}">
    <div class="amount-row">
      <label class="amount-field">
        <span class="visually-hidden">${line.name} in ${massUnit()}</span>
        <input
          inputmode="decimal" autocomplete="off" maxlength="8" enterkeyhint="done"
          .value=${String(fromGrams(line.grams))}
          aria-invalid=${error ? "true" : nothing} aria-describedby=${error ? errorId : nothing}
          @change=${written} @focus=${(event) => event.target.select()}
        />
        <span aria-hidden="true">${massUnit()}</span>
      </label>
      <div class="chips">
        ${MULTIPLES.map((factor) => factorChip(line, factor, factor === chosen, onChange))}
        ${portions.filter((portion) => !isSameAsOnce(line, portion)).slice(0, MOST_PORTIONS).map((portion) => portionChip(line, portion, chosen === undefined, onChange))}
      </div>
    </div>
    ${error ? html`<p class="error" id=${errorId}>${error}</p>` : nothing}
  </div>`;
}

function factorChip(line, factor, isChosen, onChange) {
  const whole = measure(line.base.quantity) || mass(line.base.grams);
  return html`<button class="chip chip-factor" type="button" aria-pressed=${isChosen}
    @click=${() => onChange(times(line, factor))}>${multiple(factor)}<span class="visually-hidden"> times ${whole}</span></button>`;
}

function portionChip(line, { label, grams }, canBeChosen, onChange) {
  const isChosen = canBeChosen && line.quantity === label && Math.abs(line.grams - grams) < 0.01;
  return html`<button class="chip" type="button" aria-pressed=${isChosen}
    @click=${() => onChange(exactly(line, grams, label))}>${measure(label)} <small>${mass(grams)}</small></button>`;
}

/** Whether a portion only says again what the chip "1" says. */
const isSameAsOnce = (line, { grams, is_usual: isUsual }) => isUsual && Math.abs(line.base.grams - grams) < 0.5;

/** The grams that `text` says in the person's unit; null where it says none that can be eaten. */
export function gramsIn(text) {
  const cleaned = text.trim().replace(/\s*(g|oz)$/i, "").replace(",", ".");
  if (!/^\d*\.?\d+$|^\d+\.$/.test(cleaned)) return null;
  const grams = toGrams(Number(cleaned));
  return grams > 0 && grams <= MAX_GRAMS ? grams : null;
}
