// A phrase that we do not know, looked up at sources outside: only when asked for, told before it is sent, shown
// with where it comes from. The diary cites our own foods, so what is found helps to choose one of them.
import { html, nothing } from "lit-html";
import { capital, energy, list, mass, number } from "#app/format.js";
import { confidenceBadge } from "#app/parts/source.js";
import { sourceName, sourceShort } from "#app/words.js";

/** The part of the card of `unresolved` that offers to ask outside, or tells what was said there. */
export function outsidePart({ unresolved, isAsking, actions }) {
  const { phrase, reason, sources, outside } = unresolved;
  if (outside) return foundOutside({ unresolved, found: outside, actions });
  if (outside === null) return html`<p class="fine">Nothing was found outside.</p>`;
  if (reason !== "not_found" || !sources?.length) return nothing;
  return html`<div class="outside">
    <button class="button button-quiet" aria-disabled=${isAsking} @click=${() => isAsking || actions.lookOutside(unresolved)}>
      ${isAsking ? "Asking …" : "Look it up outside"}<span class="visually-hidden">: ${phrase}</span>
    </button>
    <p class="fine">The words for this food, without the amount, then leave this server for ${list(sources.map(recipient))}.</p>
  </div>`;
}

const recipient = (source) => (source === "estimate" ? "a language model" : sourceShort(source));

function foundOutside({ unresolved, found, actions }) {
  const { name, nutrients, grams, source, release, age_days: days, confidence, is_estimate: isEstimate, attribution } = found;
  return html`<div class="outside-found" role="group" aria-label="Found outside">
    <p class="outside-name"><strong>${capital(name)}</strong><span>${energy(nutrients.energy_kcal)}</span></p>
    <p class="line-meta">${mass(grams)} <span aria-hidden="true">·</span> ${confidenceBadge(confidence)}</p>
    <p class="fine">${sourceName(source, release)}, ${askedInWords(days)}.
      ${isEstimate ? "A language model’s guess: nobody measured it." : attribution}</p>
    ${found.food_id
      ? html`<button class="button button-soft" @click=${() => actions.resolve(unresolved, found.food_id)}>Take ${name}</button>`
      : html`<p>These figures can’t be logged yet, only foods of our own. Choose the nearest:</p>`}
  </div>`;
}

function askedInWords(days) {
  if (days < 1) return "asked today";
  return days < 2 ? "asked yesterday" : `asked ${number(days)} days ago`;
}
