import assert from "node:assert/strict";
import { test } from "node:test";
import { logged } from "#app/diary/edits.js";
import { fingerprint, isGradable } from "#app/grades.js";
import { itemOf, lineFromRecipe, nutrientsOf, portionsOf, times } from "#app/line.js";
import { emptyForm, faults, fields, formOf, onLines, refusals, weighed } from "#app/recipe-form.js";
import { originIn } from "#app/words.js";

const from = (source) => ({ source, source_id: "1", release: "28", revision: 1, path: "picked", score: null, recipe: null });
const ingredient = {
  id: "i", food_id: 7, recipe_id: null, name: "Beans", description: "beans", quantity: "", preparation: null, grams: 1500,
  nutrients: { energy_kcal: 1500 }, grade: null, provenance: from("sr28"),
};
const recipe = {
  id: "r", name: "Stew", note: "", servings: 4, yield_g: 2100, version: 2, updated_at: "2026-11-20T12:00:00Z",
  ingredients: [ingredient, { ...ingredient, id: "j", provenance: { ...from("recipe"), recipe: { sources: [{ source: "fndds", release: "" }] } } }],
  pot: { grams: 2100 }, serving: { grams: 525 }, per_100g: { energy_kcal: 100, iron_mg: null }, grade: null,
};

test("a serving of a recipe, and more of it", () => {
  const line = lineFromRecipe(recipe);
  assert.deepEqual(nutrientsOf(line), { energy_kcal: 525, iron_mg: null });
  assert.deepEqual([times(line, 2).grams, times(line, 2).quantity], [1050, "2 servings"]);
  assert.equal(times(line, 0.5).quantity, "½ serving");
  assert.deepEqual(portionsOf(line).map(({ grams }) => grams), [525, 2100]);
});

test("a figure of a recipe says which tables it comes from", () => {
  const { source, recipe: kept } = lineFromRecipe(recipe);
  assert.equal(originIn({ default: { source, recipe: kept }, nutrients: {} }, "energy_kcal"), "your recipe, from USDA FNDDS and USDA SR 28");
});

test("a logged line cites the recipe and no food", () => {
  const draft = { id: "m", kind: "lunch", lines: [lineFromRecipe(recipe, { grams: 400, quantity: "" })] };
  const { body } = logged(draft, { moment: new Date(0), zone: "UTC", day: "1970-01-01" });
  const [{ food_id, recipe_id, grams }] = body.items;
  assert.deepEqual([food_id, recipe_id, grams], [undefined, "r", 400]);
});

test("what holds a recipe is graded once it is logged", () => {
  const other = { ...recipe, id: "s" };
  const items = [recipe, other].map((each) => [itemOf(lineFromRecipe(each))]);
  assert.ok(!isGradable(items[0]));
  assert.notEqual(fingerprint(items[0]), fingerprint(items[1]));
});

test("a form takes a recipe and gives it back", () => {
  const { name, servings, yield_g, ingredients } = fields(formOf(recipe));
  assert.deepEqual([name, servings, yield_g], ["Stew", 4, 2100]);
  assert.deepEqual(ingredients.map(({ id, food_id, grams }) => [id, food_id, grams]), [["i", 7, 1500], ["j", 7, 1500]]);
});

test("a weight is read in grams and kilograms", () => {
  const weights = ["2100", "2,1 kg", " 2.1kg", "850 g", "", "a lot", "0"].map((weight) => weighed({ weight }));
  assert.deepEqual(weights, [2100, 2100, 2100, 850, null, null, null]);
});

test("what is missing is named", () => {
  const form = { ...emptyForm("r"), weight: "a lot", servings: "none" };
  assert.deepEqual(Object.keys(faults(form)), ["name", "ingredients", "yield_g", "servings"]);
});

test("what the server refuses goes to its field or its line", () => {
  const errors = [
    { field: "ingredients.2.recipe_id", message: "A recipe cannot contain itself." },
    { field: "yield_g", message: "Too light." },
  ];
  const told = refusals({ errors, message: "" });
  assert.deepEqual(told, { fields: { yield_g: "Too light." }, lines: { 2: "A recipe cannot contain itself." }, whole: "" });
});

test("each ingredient gets a line of its own", () => {
  assert.equal(onLines("500 g beef, an onion and a tin of beans"), "500 g beef\nan onion\na tin of beans");
  assert.equal(onLines("2 carrots, and 1 onion\n½ lemon"), "2 carrots\n1 onion\n½ lemon");
});

test("what is one ingredient or one amount stays together", () => {
  for (const words of ["1,500 g rice", "salt and pepper", "1 and 1/2 cups milk", "one and a half cups milk", "onion, chopped"]) {
    assert.equal(onLines(words), words);
  }
});
