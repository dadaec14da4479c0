// A phrase that we do not know: said kindly, with a way to say what it is. It is never counted silently.
import { html, nothing } from "lit-html";
import { energyFigure, energyUnit } from "#app/format.js";
import { icon } from "#app/parts/icon.js";
import { outsidePart } from "#app/parts/outside.js";

/** The card of an unresolved phrase; `isAsking` while it is looked up outside. */
export function unresolvedCard({ unresolved, isAsking, actions }) {
  const { id, phrase, reason, message, offer, outside } = unresolved;
  const searchOf = ({ id: key, query }) =>
    actions.search(`unresolved ${key}`, "Say what it is", (foodId) => actions.resolve(unresolved, foodId), query);
  return html`<section class="card unresolved" aria-label="Not known: ${phrase}">
    <h2 class="line-name">${icon("circle-question-mark")}<span>“${phrase}”</span></h2>
    <p>${reason === "not_found" ? "We don't know this one yet. Say what it is." : message}</p>
    ${offer ? offerNote(offer) : nothing}
    ${outside ? nothing : searchOf({ id, query: "" })}
    ${outsidePart({ unresolved, isAsking, actions })}
    ${outside ? searchOf({ id: `${id} outside`, query: outside.nearest }) : nothing}
    <button class="button button-quiet" @click=${() => actions.leaveOut(unresolved)}>
      Leave it out<span class="visually-hidden">: ${phrase}</span>
    </button>
  </section>`;
}

function offerNote({ name, energy_kcal_per_100g: median, energy_kcal_per_100g_low: low, energy_kcal_per_100g_high: high }) {
  return html`<p class="fine">
    Foods of the kind “${name}” have about ${energyFigure(median)} ${energyUnit()} per 100 g
    (${energyFigure(low)}–${energyFigure(high)}). Nothing is counted until you choose one.
  </p>`;
}
