// Writes of the diary. Each one is {method, path, body, key} for the server and {meal, day}: what stands there after.
import { gradeOf } from "#app/draft.js";
import { uuid7 } from "#app/ids.js";
import { nutrientsOf } from "#app/line.js";
import { scaled, totals } from "#app/totals.js";

/** Log a draft at `moment` in `zone`, which makes it part of `day`; with its grade if that is known. */
export function logged(draft, { moment, zone, day }) {
  const meal = withTotals({
    id: draft.id,
    kind: draft.kind,
    eaten_at: moment.toISOString(),
    time_zone: zone,
    local_date: day,
    note: "",
    items: draft.lines.map(itemFromLine),
    grade: gradeOf(draft),
  });
  return creation(meal);
}

/** Log a meal as it stands; the same meal again is the same write, so that sending it twice is harmless. */
export function creation(meal, key = uuid7()) {
  const { id, kind, eaten_at, time_zone, note } = meal;
  const body = { id, kind, eaten_at, note, items: meal.items.map(itemBody) };
  if (time_zone) body.time_zone = time_zone;
  return write("POST", "meals/", body, meal, meal, key);
}

/** Change how much of an item was eaten: `line` is the item's line with the new amount. */
export function amountChanged(meal, line) {
  const { grams, quantity } = line;
  const items = meal.items.map((item) => (item.id === line.id ? resized(item, grams, quantity) : item));
  const after = withItems(meal, items);
  return write("PATCH", `meals/${meal.id}/items/${line.id}/`, { grams, quantity }, meal, after);
}

/** Take an item out of a meal; a meal that would be left empty goes with it. */
export function itemRemoved(meal, itemId) {
  const items = meal.items.filter((item) => item.id !== itemId);
  if (!items.length) return mealRemoved(meal);
  const after = withItems(meal, items);
  return write("DELETE", `meals/${meal.id}/items/${itemId}/`, undefined, meal, after);
}

/** Take a meal out of the diary. */
export function mealRemoved(meal) {
  return write("DELETE", `meals/${meal.id}/`, undefined, meal, null);
}

/** Bring a meal back to how it was: anew if it is gone, else with all its items in their old order. */
export function restored(meal, { isGone }) {
  if (isGone) return creation(meal);
  const body = { items: meal.items.map(itemBody) };
  return write("PATCH", `meals/${meal.id}/`, body, meal, meal);
}

/** Change what a meal was and when; `day` is the one it belongs to then. */
export function moved(meal, { kind, moment, zone, day }) {
  const when = { kind, eaten_at: moment.toISOString(), ...(zone ? { time_zone: zone } : {}) };
  return write("PATCH", `meals/${meal.id}/`, when, meal, { ...meal, ...when, local_date: day });
}

/** Let items cite what is known of their foods today; `lines` is what the server said would change. */
export function figuresTaken(meal, lines) {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const items = meal.items.map((item) => (byId.has(item.id) ? renewed(item, byId.get(item.id)) : item));
  const body = { items: [...byId.keys()] };
  return write("POST", `meals/${meal.id}/newer-figures/`, body, meal, withItems(meal, items));
}

/** `before` and `after` are the whole meal, null where there is none: what the pages show until it is sent. */
function write(method, path, body, before, after, key = uuid7()) {
  return { key, method, path, body, mealId: before.id, after, days: daysOf(before, after) };
}

const daysOf = (...meals) => [...new Set(meals.filter(Boolean).map((meal) => meal.local_date))];

/** `meal` with other items or amounts: its grade was of what it held before, and is the server's to reckon. */
const withItems = (meal, items) => withTotals({ ...meal, items, grade: undefined });

/** `meal` with its totals counted anew */
export function withTotals(meal) {
  return { ...meal, totals: totals(meal.items) };
}

function resized(item, grams, quantity) {
  const nutrients = scaled(item.nutrients, grams / item.grams);
  return { ...item, grams, quantity, grams_low: null, grams_high: null, nutrients };
}

function renewed(item, { food_id, revision, nutrients: changed, grade }) {
  const nutrients = { ...item.nutrients, ...Object.fromEntries(changed.map(({ key, now }) => [key, now])) };
  return { ...item, food_id, nutrients, grade: grade.now, provenance: { ...item.provenance, revision }, newer_figures: null };
}

function itemFromLine(line) {
  const { source, sourceId: source_id, release, revision, path, score, preparation = null, recipe = null } = line;
  return {
    id: line.id,
    food_id: line.foodId,
    recipe_id: line.recipeId ?? null,
    name: line.name,
    description: line.phrase.slice(0, 500),
    quantity: line.quantity.slice(0, 80),
    preparation,
    grams: line.grams,
    grams_low: line.low,
    grams_high: line.high,
    nutrients: nutrientsOf(line),
    grade: line.grade ?? null,
    provenance: { source, source_id, release, revision, path: path.slice(0, 120), score, recipe },
  };
}

/** What the server is told of an item; it takes the nutrients from the food or the recipe itself. */
function itemBody(item) {
  const { id, name, description, quantity, grams } = item;
  const { path, score } = item.provenance;
  const body = { id, ...cited(item), name, description, quantity, grams, path, score };
  if (item.preparation) body.preparation = item.preparation;
  const hasInterval = item.grams_low !== null && item.grams_high !== null;
  return hasInterval ? { ...body, grams_low: item.grams_low, grams_high: item.grams_high } : body;
}

/** What an item is of: a food or a recipe; where the recipe is gone, what the server knows of the item stands. */
function cited({ food_id, recipe_id }) {
  if (food_id) return { food_id };
  return recipe_id ? { recipe_id } : {};
}
