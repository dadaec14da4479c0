// Grades over the API. Nothing is reckoned here: what cannot be asked for has no letter.
import { get, send } from "#app/api.js";

const PAUSE_MS = 300;
const foods = new Map();

/** Every grade of `grams` of a food, as measured or by a preparation; throws Problem, NoNetwork. */
export function gradeFood(id, { grams, preparation } = {}) {
  const key = `${id} ${grams} ${preparation ?? ""}`;
  if (!foods.has(key)) {
    const answer = get(`foods/${id}/grade`, { grams, preparation: preparation ?? undefined });
    foods.set(key, answer);
    answer.catch(() => foods.delete(key));
  }
  return foods.get(key);
}

/** A food's grade in short, as an analysis gives it, for the food of `line`. */
export async function gradeOfLine({ foodId, grams, preparation }) {
  const { nutriscore_2023: score, balanced_score, glycemic, formula_version } = await gradeFood(foodId, { grams, preparation });
  return {
    letter: score.grade,
    score: score.score,
    balanced_score,
    food_class: score.food_class,
    because: score.because,
    glycemic_index: glycemic?.index ?? null,
    formula_version,
  };
}

/** What a grade of foods together depends on: two lists of {food_id, grams, preparation} that are alike have one. */
export const fingerprint = (items) =>
  JSON.stringify(items.map(({ food_id: food, recipe_id: recipe, grams, preparation }) => [food ?? recipe, grams, preparation ?? null]));

/** Whether the server grades these without knowing whose they are: a recipe is its owner's, graded once it is logged. */
export const isGradable = (items) => items.every(({ food_id: id }) => id);

/** The grade in short of foods together; throws Problem, NoNetwork. */
export async function gradeMeal(items, { signal } = {}) {
  const body = { items: items.map(itemBody) };
  const { letter, balanced_score, graded_share, glycemic, formula_version } = await send("POST", "grade", { body, signal });
  return { letter, balanced_score, graded_share, glycemic_load: glycemic?.load ?? null, formula_version };
}

/** What the server is told of a food that is graded or compared. */
export function itemBody({ food_id, grams, preparation }) {
  return preparation ? { food_id, grams, preparation } : { food_id, grams };
}

/**
 * Calls `work(signal)` a moment after the last call; what runs still is broken off. An error is no answer:
 * `work` shows none.
 */
export function unhurried(work, pause = PAUSE_MS) {
  let timer;
  let running;
  return function call() {
    clearTimeout(timer);
    running?.abort();
    timer = setTimeout(() => {
      running = new AbortController();
      work(running.signal).catch(() => {});
    }, pause);
  };
}
