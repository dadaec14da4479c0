import assert from "node:assert/strict";
import { test } from "node:test";
import { barcodeIn } from "#app/barcode.js";
import { correctionsIn } from "#app/corrections.js";
import { exactly, insteadOf, lineFromFood, lineFromItem, times } from "#app/line.js";
import { nounsOf } from "#app/words.js";

const line = lineFromItem({
  phrase: "a bowl of porridge", name: "Porridge", food_id: 1, grams: 240, grams_low: 200, grams_high: 300, quantity: "a bowl",
  portion: "1 bowl", path: [], nutrients: { energy_kcal: 170 }, adjustments: [], assumptions: [], questions: [], alternatives: [],
});
const food = (id) => ({
  food_id: id, name: `Food ${id}`, serving: "1 cup", serving_g: 200, portions: [], nutrients: { energy_kcal: 100 },
  provenance: { default: { source: "sr28", source_id: "1", release: "28" }, nutrients: {} },
});

test("what was left as proposed is no correction, nor what was changed and changed back", () => {
  assert.deepEqual(correctionsIn([line, exactly(line, 240.4), insteadOf(insteadOf(line, food(2)), food(1))]), []);
});

test("other grams are told beside those proposed", () => {
  const change = { phrase: "a bowl of porridge", proposed_food_id: 1, food_id: 1, proposed_grams: 240, grams: 300 };
  assert.deepEqual(correctionsIn([exactly(line, 300)]), [change]);
  assert.deepEqual(correctionsIn([times(line, 2)]), [{ ...change, grams: 480 }]);
});

test("another food is told without grams, which are of the meal", () => {
  const change = { phrase: "a bowl of porridge", proposed_food_id: 1, food_id: 2 };
  assert.deepEqual(correctionsIn([exactly(insteadOf(line, food(2)), 300)]), [change]);
});

test("a food for unknown words is told; one that was added without words is not", () => {
  const named = lineFromFood(food(2), { phrase: "a xyzzy", proposed: { foodId: null, grams: null } });
  assert.deepEqual(correctionsIn([named, lineFromFood(food(2))]), [{ phrase: "a xyzzy", proposed_food_id: null, food_id: 2 }]);
});

test("words longer than the server takes are kept back", () => {
  assert.deepEqual(correctionsIn([exactly({ ...line, phrase: "x".repeat(201) }, 300)]), []);
});

test("a barcode is 8, 12, 13 or 14 digits, however they are set apart", () => {
  for (const text of ["20000011", "3017 620422 003", " 3-017620-422003 ", "03017620422003"]) assert.match(barcodeIn(text), /^\d+$/);
  for (const text of ["", "3 eggs", "301762042", "3017620422003 nutella", "123456789012345"]) assert.equal(barcodeIn(text), "");
});

test("the nearest food is looked for by the nouns of a name", () => {
  assert.deepEqual(nounsOf("Crunchy granola, with raisins"), ["granola", "raisins"]);
  assert.deepEqual(nounsOf("FROBNITZ, "), ["frobnitz"]);
});
