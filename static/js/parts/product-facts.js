// What else a packet tells: allergens, ingredients, and who wrote them down.
import { html, nothing } from "lit-html";
import { capital, list } from "#app/format.js";
import { sourceName } from "#app/words.js";

/** The card of a product's allergens; one that is not told is unknown, never "free from". */
export function productAllergens({ allergens }) {
  const { contains, may_contain: mayContain, unknown, others } = allergens;
  return html`<section class="card facts">
    <h2>Allergens</h2>
    <dl>
      ${named("Contains", contains)}
      ${named("May contain", mayContain)}
      ${named("Also named", others.map(plain))}
      ${unknown.length ? fact("Unknown", `${sentence(unknown)} Not named is not free from: the packet decides.`) : nothing}
    </dl>
  </section>`;
}

/** The card of a product's ingredients and of where its figures come from. */
export function productFacts({ ingredients, label, origin, language }) {
  const { source, source_id: number, url, release, licence, attribution } = origin;
  return html`<section class="card facts">
    <h2>About this packet</h2>
    <dl>
      ${ingredients ? html`<div><dt>Ingredients</dt><dd lang=${language || nothing}>${ingredients}</dd></div>` : nothing}
      ${label.carbohydrate_known_from
        ? fact("Carbohydrate", `${label.carbohydrate === "available" ? "Without fibre" : "Fibre included"}: ${label.carbohydrate_known_from}.`)
        : nothing}
      ${fact("Barcode", number)}
      ${fact("Source", html`<p><a href=${url} rel="noreferrer">${sourceName(source)}</a>, release ${release}. ${attribution}.</p>`)}
      ${fact("Licence", licence)}
    </dl>
  </section>`;
}

const fact = (name, text) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`;

const named = (name, words) => (words.length ? fact(name, sentence(words)) : nothing);

const sentence = (words) => `${capital(list(words))}.`;

/** "royal jelly" for "en:royal-jelly". */
const plain = (tag) => tag.replace(/^[a-z]{2}:/, "").replaceAll("-", " ");
