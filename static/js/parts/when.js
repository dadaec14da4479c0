// Which meal it was, and when: four names and a clock.
import { html, nothing } from "lit-html";
import { addDays, dayOf, KINDS } from "#app/dates.js";
import { capital } from "#app/format.js";

/**
 * The form for {kind, day, time}. `onChange` gets them at every change; with `onSubmit` there is a button
 * to save them instead, for where a half-written date must not count.
 */
export function whenForm({ kind, day, time, onChange, onSubmit }) {
  const read = (form) => {
    const { kind: kindNow, day: dayNow, time: timeNow } = Object.fromEntries(new FormData(form));
    return { kind: kindNow, day: dayNow, time: timeNow };
  };
  const changed = ({ currentTarget: form }) => {
    if (onChange && form.checkValidity()) onChange(read(form));
  };
  const submitted = (event) => {
    event.preventDefault();
    if (event.currentTarget.checkValidity()) onSubmit?.(read(event.currentTarget));
  };
  return html`<form class="when" aria-label="Meal and time" @change=${changed} @submit=${submitted}>
    <fieldset class="segments">
      <legend class="visually-hidden">Meal</legend>
      ${KINDS.map((each) => segment(each, kind))}
    </fieldset>
    <div class="when-clock">
      <label class="field"><span class="field-label">Day</span>
        <input type="date" name="day" required min="1900-01-01" max=${addDays(dayOf(new Date()), 1)} .value=${day} /></label>
      <label class="field"><span class="field-label">Time</span>
        <input type="time" name="time" required .value=${time} /></label>
    </div>
    ${onSubmit ? html`<button class="button button-soft">Save</button>` : nothing}
  </form>`;
}

function segment(each, kind) {
  return html`<label class="segment">
    <input type="radio" name="kind" value=${each} .checked=${each === kind} /><span>${capital(each)}</span>
  </label>`;
}
