// What someone changed of a proposal, told to the server so that the food tables learn from it. Whoever calls
// has made sure that the person agreed.
import { send } from "#app/api.js";

const LONGEST_PHRASE = 200;
/** Two amounts nearer than that are the same, one of them rounded. */
const SAME_SHARE = 0.005;

/** What was changed in `lines` of a meal, as the server takes it: another food than proposed, or other grams. */
export function correctionsIn(lines) {
  return lines.map(correctionOf).filter(Boolean);
}

function correctionOf({ phrase, proposed, foodId, grams }) {
  if (!proposed || !foodId || !phrase || phrase.length > LONGEST_PHRASE) return null;
  const change = { phrase, proposed_food_id: proposed.foodId, food_id: foodId };
  if (foodId !== proposed.foodId) return change;
  const isSame = Math.abs(grams - proposed.grams) <= SAME_SHARE * Math.max(grams, proposed.grams);
  return isSame ? null : { ...change, proposed_grams: proposed.grams, grams };
}

/**
 * Tell the server. What does not arrive is lost: it is no part of the diary, and nobody waits for it. `isGuest`
 * says with each that it was agreed to; an account's agreement is in its profile.
 */
export async function tellCorrections(lines, { region, isGuest }) {
  const common = isGuest ? { region, agreed: true } : { region };
  const sent = correctionsIn(lines).map((change) => send("POST", "corrections", { body: { ...change, ...common } }));
  await Promise.allSettled(sent);
}
