// The ten focus grades of a serving: a calm list, each opening to what speaks for and against, and how it was reckoned.
import { html, nothing } from "lit-html";
import { capital, number, percent, signed } from "#app/format.js";
import { icon } from "#app/parts/icon.js";
import { letter } from "#app/parts/letter.js";

/** Below this share of the criteria a grade is said to be uncertain. */
const SURE = 0.5;

/** `grades` by focus, as the API gives them; the one of `first` comes first. */
export function focusList({ grades, first }) {
  const keys = Object.keys(grades).sort((one, other) => Number(other === first) - Number(one === first));
  return html`<div class="focuses">${keys.map((key) => focus(grades[key], key === first && key !== "balanced"))}</div>`;
}

function focus(grade, isOwn) {
  const { name, grade: known, insight, confidence } = grade;
  return html`<details class="focus">
    <summary>
      ${letter(known, { of: name })}
      <span class="focus-name">${name}${isOwn ? html` <span class="fine">your focus</span>` : nothing}</span>
      ${icon("chevron-down")}
      <span class="focus-insight">${insight}${known && confidence < SURE ? html` <span class="unsure">Uncertain: little is known.</span>` : nothing}</span>
    </summary>
    <div class="focus-body">
      ${reasons(grade)}
      ${reckoning(grade)}
    </div>
  </details>`;
}

/** What speaks for and against, each with its sign and under its word. */
export function reasons({ pros, cons }) {
  if (!pros.length && !cons.length) return nothing;
  return html`<div class="reasons">
    ${side("For it", "check", pros)}
    ${side("Against it", "minus", cons)}
  </div>`;
}

function side(title, sign, words) {
  if (!words.length) return nothing;
  return html`<div class="reasons-${sign}">
    <p class="fine">${title}</p>
    <ul>${words.map((each) => html`<li>${icon(sign)}${each}</li>`)}</ul>
  </div>`;
}

function reckoning({ name, score, grade, confidence, criteria }) {
  return html`
    <p class="fine">How it was reckoned</p>
    <table class="points criteria">
      <caption class="visually-hidden">What ${name} looks at in this serving</caption>
      <thead><tr><th scope="col">Looked at</th><th scope="col">Here</th><th scope="col">Points</th></tr></thead>
      <tbody>${criteria.map(criterion)}</tbody>
    </table>
    <p class="fine">
      ${score === null ? "No score: too little is known." : `${number(score)} of 100 make ${grade}.`}
      ${confidence < 0.995 ? `Known is ${percent(confidence)} of what is looked at; what is unknown gives and takes nothing.` : nothing}
    </p>`;
}

function criterion({ key, value, unit, points, most_points: most, text, source, known }) {
  return html`<tr class=${value === null ? "is-off" : nothing}>
    <th scope="row">${criterionName(key)}${text && source ? html`<span class="source">${text}. ${source}</span>` : nothing}</th>
    <td>${valueInWords(value, unit, known)}</td>
    <td>${most ? html`${signed(points)} <span class="of">of ${number(most)}</span>` : html`<span class="of">${text ? "named" : "–"}</span>`}</td>
  </tr>`;
}

const criterionName = (key) => capital(key.replace("long_chain", "long-chain").replaceAll("_", " ").replace("omega3", "omega-3"));

function valueInWords(value, unit, known) {
  if (value === null) return known ? "does not apply" : "unknown";
  const decimals = Math.abs(value) >= 20 ? 0 : 1;
  return `${number(value, decimals)} ${unit}`.trim();
}
