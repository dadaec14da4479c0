// The letter of a grade in its shape: circle, rounded square, square, cut corner, triangle-topped. Letter and
// shape say the same as the colour. It is a letter that was computed, never the logo of a packet.
import { html } from "lit-html";

/** What letters are of unless they say otherwise. */
export const NUTRI_SCORE = "Nutri-Score";

/**
 * The letter `grade`, A-E, of a focus A-F; a dash where there is none. `size` is "small", "medium" or "large";
 * `of` is what it grades, for who hears it: "Nutri-Score A", "Heart C", "No Nutri-Score".
 */
export function letter(grade, { size = "medium", of = NUTRI_SCORE } = {}) {
  const kind = grade ? grade.toLowerCase() : "none";
  return html`<span class="letter letter-${kind} letter-${size}" role="img" aria-label=${inWords(grade, of)}>${grade || "–"}</span>`;
}

const inWords = (grade, of) => (grade ? `${of} ${grade}` : `No ${of}`);
