// The food database over the API. Answers about foods are kept for as long as the page is open.
import { get, send } from "#app/api.js";
import { preferences } from "#app/session.js";
import { nounsOf } from "#app/words.js";

const MOST_TRIED = 3;
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

/**
 * What the sources outside say of words that we do not know, null where they know nothing; `nearest` is what to
 * type to find our own foods of the kind, empty where there are none, or where it is one of them.
 */
export async function lookUpOutside(text) {
  const answer = await send("POST", "analyze/text", { body: { text, region: preferences.region, outside: true } });
  const [found] = answer.found_outside;
  if (!found) return null;
  return { ...found, nearest: found.food_id ? "" : await firstKnown(nounsOf(found.name)) };
}

async function firstKnown(words) {
  for (const word of words.slice(0, MOST_TRIED)) {
    if ((await searchFoods(word, { limit: 1 })).length) return word;
  }
  return "";
}

const products = new Map();

/** A packaged food by the digits of its barcode. */
export function product(gtin) {
  if (!products.has(gtin)) products.set(gtin, forgetful(products, gtin, get(`products/${gtin}`)));
  return products.get(gtin);
}

function forgetful(map, key, promise) {
  promise.catch(() => map.delete(key));
  return promise;
}
