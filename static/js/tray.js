// What is put side by side: foods and meals, kept for as long as this tab is open.

const KEY = "platewise.compare";
export const FEWEST = 2;
export const MOST = 10;

/**
 * What was put there: [{name, food_id, grams?, quantity?, preparation?} | {name, items} | {name, meal_id} |
 * {name, text}].
 */
export function trayed() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
  } catch {
    return [];
  }
}

/** Keep `entries` instead. */
export function keepTray(entries) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(entries));
  } catch {
    // This browser keeps nothing: they hold until the page is left.
  }
}

/** Put `entry` beside the others, in place of the same thing in another amount; the first goes when there are too many. */
export function putInTray(entry) {
  keepTray(withEntry(trayed(), entry));
}

/** `entries` with `entry` last. */
export function withEntry(entries, entry) {
  const others = entries.filter((each) => identity(each) !== identity(entry));
  return [...others, entry].slice(-MOST);
}

const identity = ({ food_id: food, preparation, meal_id: meal, items, text }) =>
  JSON.stringify([food ?? null, preparation ?? null, meal ?? null, items ?? null, text ?? null]);

/** What the server is told of an entry. */
export function entryBody({ name, food_id, grams, preparation, items, meal_id, text }) {
  if (text) return { text };
  if (meal_id) return { meal_id, name };
  if (items) return { items, name };
  return { food_id, ...(grams ? { grams } : {}), ...(preparation ? { preparation } : {}) };
}
