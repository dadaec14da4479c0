// Where a figure comes from, and how sure its food is.
import { html, nothing } from "lit-html";
import { icon } from "#app/parts/icon.js";
import { confidenceMeaning, sourceName, stateMeaning } from "#app/words.js";

/** "USDA FNDDS 2021-2023 · imported" */
export function sourceBadge({ source, release, state }) {
  return html`<span class="source">${sourceName(source, release)}${
    state ? html` · <span title=${stateMeaning(state)}>${state}</span>` : nothing
  }</span>`;
}

const SIGNS = { likely: "check", possible: "circle-question-mark", uncertain: "circle-question-mark", picked: "check" };
const SHOWN = { picked: "your choice" };

/** "likely", "possible", "uncertain", "your choice", each with its sign. */
export function confidenceBadge(confidence) {
  return html`<span class="confidence confidence-${confidence}" title=${confidenceMeaning(confidence)}
    >${icon(SIGNS[confidence] ?? "circle-question-mark")}${SHOWN[confidence] ?? confidence}</span
  >`;
}
