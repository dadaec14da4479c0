// The food database over the API. Answers about foods are kept for as long as the page is open.
import { get, send } from "#app/api.js";
import { preferences } from "#app/session.js";

const foods = new Map();
let nutrientList;

/** Everyday foods for what was typed so far; throws Problem, NoNetwork, AbortError. */
export async function searchFoods(text, { limit = 12, signal } = {}) {
  const answer = await get("foods/", { q: text, region: preferences.region, limit }, { signal });
  return answer.results;
}

/** A food with its portions, nutrients per 100 g and provenance. */
export function food(id) {
  if (!foods.has(id)) foods.set(id, forgetful(foods, id, get(`foods/${id}/`)));
  return foods.get(id);
}

/** Every nutrient: [{key, name, group, unit, decimals, daily_value, is_core}]. */
export function nutrients() {
  nutrientList ??= get("nutrients/").then((answer) => answer.results).catch((error) => {
    nutrientList = undefined;
    throw error;
  });
  return nutrientList;
}

/** What a meal in words holds; the answer of `POST analyze/text`. */
export function analyse(text, { signal } = {}) {
  return send("POST", "analyze/text", { body: { text, region: preferences.region }, signal });
}

function forgetful(map, key, promise) {
  promise.catch(() => map.delete(key));
  return promise;
}
