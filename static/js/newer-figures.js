// Newer figures of what was logged: which are offered, and what someone said to it on this device.
import { get } from "#app/api.js";
import { keepNote, note } from "#app/database.js";
import { energy, energyFigure } from "#app/format.js";

const MOST_NAMED = 3;
const NO_BREAK = "\u00a0";
const noteKey = (user) => `figures kept ${user}`;
/** What "keep mine" was said to: when a food gets yet other figures, they are offered again. */
const reference = ({ food_id: food, revision }) => `${food}/${revision}`;

/** What `user` wants to keep as it is: item -> what it was offered. */
export const keptFigures = async (user) => (await note(noteKey(user))) ?? {};

/** Remember that `user` keeps the figures of `items`; returns all that is kept now. */
export async function keepFigures(user, items) {
  const said = items.map(({ id, newer_figures: newer }) => [id, reference(newer)]);
  const kept = { ...(await keptFigures(user)), ...Object.fromEntries(said) };
  await keepNote(noteKey(user), kept);
  return kept;
}

/** Offer the figures of `items` again; returns all that is kept now. */
export async function offerAgain(user, items) {
  const kept = { ...(await keptFigures(user)) };
  for (const { id } of items) delete kept[id];
  await keepNote(noteKey(user), kept);
  return kept;
}

/** The items of `meal` of which newer figures are known, but for those that are `kept`. */
export function offered(meal, kept) {
  return meal.items.filter(({ id, newer_figures: newer }) => newer && kept[id] !== reference(newer));
}

/** What `meal` would be with the newer figures; throws Problem, NoNetwork. */
export const previewOf = (meal) => get(`meals/${meal.id}/newer-figures/`);

/** "Newer figures: Rice, boiled 130 → 123 kcal in 100 g." for a few items; of many only how many they are. */
export function offerInWords(items) {
  if (items.length > MOST_NAMED) return `Newer figures are known of ${items.length} foods.`;
  return `Newer figures: ${items.map(itemInWords).join("; ")}.`;
}

function itemInWords({ name, newer_figures: { name: nameToday, energy_kcal_per_100g: change } }) {
  const called = name === nameToday ? name : `${name} (${nameToday})`;
  const [was, now] = [change.was, change.now].map((kcal) => (kcal === null ? "unknown" : energyFigure(kcal)));
  if (was === now) return called;
  return `${called} ${`${was} → ${energy(change.now)}`.replaceAll(" ", NO_BREAK)} in 100${NO_BREAK}g`;
}
