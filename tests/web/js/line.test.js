import assert from "node:assert/strict";
import { test } from "node:test";
import {
  energyInterval, exactly, insteadOf, lineAgain, lineFromFood, lineFromItem, lineFromLogged, multipleOf, nutrientsOf, times, usualAmount,
} from "#app/line.js";
import { originIn } from "#app/words.js";

const analysed = {
  phrase: "two scrambled eggs", name: "Scrambled eggs", food_id: 7, revision: 1, state: "imported",
  source: "fndds", source_id: "32129990", release: "2021-2023",
  grams: 110, grams_low: 90, grams_high: 130, quantity: "2", portion: "1 egg", path: ["name:Scrambled eggs"],
  score: 1, preparation: null, confidence: "likely", energy_kcal_low: 150, energy_kcal_high: 240,
  nutrients: { energy_kcal: 200, iron_mg: null }, adjustments: [{ note: "fried in fat" }],
  assumptions: ["size not said"], questions: ["is it 110 g?"], alternatives: [{ food_id: 8, name: "Omelette" }],
};
const food = {
  food_id: 8, name: "Omelette", state: "imported", revision: 3, serving: "1 omelette", serving_g: 120, portions: [],
  provenance: { default: { source: "sr28", source_id: "01130", release: "28" }, nutrients: {} },
  nutrients: { energy_kcal: 150, iron_mg: 1 },
};

test("a line says its amount in words, with the measure where only its number was said", () => {
  assert.equal(lineFromItem(analysed).quantity, "2 × egg");
  assert.equal(lineFromItem({ ...analysed, quantity: "2 large eggs" }).quantity, "2 large eggs");
});

test("what was assumed and adjusted is kept to be shown", () => {
  assert.deepEqual(lineFromItem(analysed).notes, ["fried in fat", "size not said"]);
});

test("nutrients, interval and words follow the multiple", () => {
  const half = times(lineFromItem(analysed), 0.5);
  assert.deepEqual(nutrientsOf(half), { energy_kcal: 100, iron_mg: null });
  assert.deepEqual([half.grams, half.low, half.high], [55, 45, 65]);
  assert.deepEqual(energyInterval(half), { low: 75, high: 120 });
  assert.equal(half.quantity, "1 × egg");
  assert.equal(multipleOf(half), 0.5);
});

test("words are multiplied only where the noun stays right", () => {
  const line = (quantity) => lineFromItem({ ...analysed, quantity });
  assert.equal(times(line("2 slices"), 2).quantity, "4 slices");
  assert.equal(times(line("1 slice"), 2).quantity, "2 × 1 slice");
  assert.equal(times(line("2 slices"), 0.5).quantity, "½ × 2 slices");
  assert.equal(times(line("150 g"), 1.5).quantity, "225 g");
});

test("an amount that someone chose is exact and answers what was asked", () => {
  const line = exactly(lineFromItem(analysed), 61, "1 large");
  assert.deepEqual([line.low, line.high, line.questions], [null, null, []]);
  assert.deepEqual(energyInterval(line), { low: null, high: null });
  assert.equal(multipleOf(line), undefined);
  assert.equal(nutrientsOf(line).energy_kcal, (200 / 110) * 61);
});

test("another food takes the place with the same amount, and the first is offered back", () => {
  const line = lineFromItem(analysed);
  const swapped = insteadOf(line, food);
  assert.equal(swapped.id, line.id);
  assert.equal(swapped.grams, 110);
  assert.ok(Math.abs(nutrientsOf(swapped).energy_kcal - 165) < 1e-9);
  assert.deepEqual([swapped.source, swapped.revision, swapped.confidence], ["sr28", 3, "picked"]);
  assert.deepEqual(swapped.alternatives.map((each) => each.food_id), [7]);
});

test("a food that is picked comes in its usual amount", () => {
  assert.deepEqual(usualAmount(food), { grams: 120, quantity: "1 omelette" });
  const portions = [{ label: "1 cup", grams: 200 }, { label: "1 piece", grams: 50, is_usual: true }];
  assert.deepEqual(usualAmount({ ...food, serving_g: null, portions }), { grams: 50, quantity: "1 piece" });
  assert.deepEqual(usualAmount({ ...food, serving_g: null }), { grams: 100, quantity: "" });
  assert.equal(nutrientsOf(lineFromFood(food)).energy_kcal, 180);
});

test("a preparation stays with its line, and goes with its food", () => {
  const line = lineFromItem({ ...analysed, preparation: "grilled" });
  assert.equal(times(line, 2).preparation, "grilled");
  assert.equal(exactly(line, 10).preparation, "grilled");
  assert.equal(insteadOf(line, food).preparation, null);
  assert.equal(lineFromFood(food).preparation, null);
});

test("what was eaten before comes prepared as it was, in the same amount", () => {
  const item = {
    id: "i", food_id: 8, name: "Omelette", description: "", quantity: "2 slices", grams: 60, grams_low: null, grams_high: null,
    preparation: "deep_fried", nutrients: { energy_kcal: 240 }, provenance: { path: "", score: null },
  };
  const again = lineAgain(food, item);
  assert.deepEqual([again.preparation, again.grams, again.quantity], ["deep_fried", 60, "2 slices"]);
  assert.deepEqual(nutrientsOf(times(again, 2)), { energy_kcal: 480 });
  assert.deepEqual(again.notes, ["deep-fried · reckoned from the raw food"]);
  const plain = lineAgain(food, { ...item, preparation: null });
  assert.deepEqual([plain.preparation, nutrientsOf(plain).energy_kcal], [null, 90]);
  assert.equal(lineAgain({ ...food, food_id: 9 }, item).preparation, null);
  assert.equal(lineFromLogged(item).preparation, "deep_fried");
});

test("the origin of a figure says what it was reckoned from", () => {
  assert.equal(originIn(food.provenance, "energy_kcal"), "USDA SR 28, no. 01130");
  assert.equal(
    originIn(food.provenance, "energy_kcal", "grilled"),
    "grilled · reckoned from the raw food: USDA SR 28, no. 01130",
  );
});
