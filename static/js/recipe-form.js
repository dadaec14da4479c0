// A recipe as it is being written: the form that is kept, what is wrong with it, and what the server is told.
import { fromGrams, massUnit, number, toGrams } from "#app/format.js";
import { ingredientBody, lineOfIngredient } from "#app/recipes.js";

const MAX_SERVINGS = 1000;

/** An empty form; `weight` and `servings` are as they were typed. */
export const emptyForm = (id) => ({ id, name: "", note: "", words: "", servings: "1", weight: "", lines: [], unresolved: [] });

/** The form of a recipe that there is. */
export function formOf({ id, name, note, servings, yield_g: weight, ingredients }) {
  return {
    ...emptyForm(id),
    name,
    note,
    servings: String(servings),
    weight: weight === null ? "" : String(fromGrams(weight)),
    lines: ingredients.map(lineOfIngredient),
  };
}

/** The finished pot in grams, said in the person's unit or as "2.1 kg"; null where none is said, or what is said is none. */
export function weighed({ weight }) {
  const [, kilograms] = weight.trim().match(/^(.*\d)\s*kg$/i) ?? [];
  if (kilograms) return decimal(kilograms) === null ? null : decimal(kilograms) * 1000;
  const amount = decimal(weight);
  return amount === null ? null : toGrams(amount);
}

/** How many servings are said; null where what is said is no number that can be. */
export function portions({ servings }) {
  const amount = decimal(servings);
  return amount !== null && amount >= 0.1 && amount <= MAX_SERVINGS ? amount : null;
}

/** What goes in, in grams. */
export const rawGrams = ({ lines }) => lines.reduce((sum, { grams }) => sum + grams, 0);

/** What is wrong, by field of the server; nothing where it can be sent. */
export function faults(form) {
  const errors = {};
  if (!form.name.trim()) errors.name = "Give it a name.";
  if (!form.lines.length) errors.ingredients = "Say what goes in first.";
  if (form.weight.trim() && weighed(form) === null) errors.yield_g = `Write the weight in ${massUnit()}, or leave it empty.`;
  if (portions(form) === null) errors.servings = `Write a number from 0.1 to ${number(MAX_SERVINGS)}.`;
  return errors;
}

/** What the server is told. */
export function fields(form) {
  return {
    name: form.name.trim(),
    note: form.note.trim(),
    servings: portions(form),
    yield_g: weighed(form),
    ingredients: form.lines.map(ingredientBody),
  };
}

/** What the server refused, as {fields, lines, whole}: by field, by the ingredient's number, and the rest. */
export function refusals({ errors, message }) {
  const told = { fields: {}, lines: {}, whole: errors.length ? "" : message };
  for (const { field, message: words } of errors) {
    const [, index] = field.match(/^ingredients\.(\d+)\./) ?? [];
    if (index) told.lines[index] ??= words;
    else if (["name", "ingredients", "yield_g", "servings"].includes(field)) told.fields[field] ??= words;
    else told.whole ||= words;
  }
  return told;
}

/**
 * The words of an ingredient list with each ingredient on a line of its own, so that none is taken for a part of
 * the one before: "beef, an onion and a tin of beans". What is one amount stays together ("1 and a half cups").
 */
export function onLines(words) {
  return words.replace(BETWEEN, "\n");
}

const AMOUNT = "(?:an?|one|two|three|four|five|six|half|some)\\b|[\\d¼½¾⅓⅔⅛]";
const BETWEEN = new RegExp(`(?:,\\s+(?:and\\s+|plus\\s+)?|(?<=\\p{L})\\s+(?:and|plus)\\s+)(?!a (?:half|quarter|third)\\b)(?=${AMOUNT})`, "giu");

/** The number above 0 that `text` says, with a point or a comma; null where it says none. */
function decimal(text) {
  const cleaned = text.trim().replace(/\s*(g|oz)$/i, "").replace(",", ".");
  const value = /^\d*\.?\d+$/.test(cleaned) ? Number(cleaned) : 0;
  return value > 0 ? value : null;
}
