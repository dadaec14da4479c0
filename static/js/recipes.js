// Recipes of one's own, over the API: they belong to an account.
import { get, send } from "#app/api.js";
import { uuid7 } from "#app/ids.js";
import { lineFromLogged } from "#app/line.js";

const MOST_LISTED = 100;

/** The recipes, the one changed last first, each in short; throws Problem, NoNetwork. */
export async function readRecipes() {
  const { results } = await get("recipes/", { page_size: MOST_LISTED });
  return results;
}

/** One recipe with its ingredients and what the pot holds. */
export const readRecipe = (id) => get(`recipes/${id}/`);

/** Write a new recipe down; `id` makes that twice the same is once. */
export const createRecipe = (id, fields) => send("POST", "recipes/", { body: { id, ...fields }, key: uuid7() });

/** Change a recipe. */
export const changeRecipe = (id, fields) => send("PATCH", `recipes/${id}/`, { body: fields, key: uuid7() });

/** Reckon a recipe anew with the figures of today. */
export const renewRecipe = (id) => send("POST", `recipes/${id}/renew/`, { key: uuid7() });

/** Delete a recipe; returns what writes it down again. */
export async function deleteRecipe(recipe) {
  await send("DELETE", `recipes/${recipe.id}/`, { key: uuid7() });
  const { id, name, note, servings, yield_g } = recipe;
  const ingredients = recipe.ingredients.map(lineOfIngredient).map(ingredientBody).map(({ id: old, ...line }) => line);
  return () => createRecipe(id, { name, note, servings, yield_g, ingredients });
}

/** The line of an ingredient that a recipe has already. */
export const lineOfIngredient = (ingredient) => ({
  ...lineFromLogged({ ...ingredient, grams_low: null, grams_high: null }),
  confidence: "picked",
});

/** What the server is told of an ingredient: as a line of a meal, but without an interval. */
export function ingredientBody({ id, foodId, recipeId, name, phrase, quantity, grams, preparation, path, score }) {
  const cited = foodId ? { food_id: foodId } : recipeId ? { recipe_id: recipeId } : {};
  const cooked = preparation ? { preparation } : {};
  const words = { name, description: phrase.slice(0, 500), quantity: quantity.slice(0, 80), path: path.slice(0, 120) };
  return { id, ...cited, ...cooked, ...words, grams, score };
}
