import assert from "node:assert/strict";
import { test } from "node:test";
import { answered, foodScore, probabilities, wordFor } from "#app/recognition/classifier.js";

const manifest = {
  classes: [
    { label: "apple_pie", kind: "dish", food_id: 11, name: "apple pie" },
    { label: "pear", kind: "grocery", food_id: 12, name: "pear" },
    { label: "not_food", kind: "not_food", food_id: null, name: "not food" },
  ],
  temperature: 2,
  thresholds: { food: 0.5, likely: 0.6, possible: 0.3 },
};
const say = (logits, more = {}) => answered({ logits: Float32Array.from(logits), maps: null, manifest, ...more });

test("answers come likeliest first, with the food that each stands for", () => {
  const { answers } = say([1, 4, 0]);
  assert.deepEqual(answers.map(({ label, foodId, kind }) => [label, foodId, kind]), [
    ["pear", 12, "grocery"], ["apple_pie", 11, "dish"], ["not_food", null, "not_food"],
  ]);
});

test("no more answers are given than were asked for", () => {
  assert.equal(say([1, 4, 0], { k: 2 }).answers.length, 2);
});

test("of equal answers the earlier class comes first, as in Python", () => {
  assert.deepEqual(say([2, 2, 2]).answers.map(({ label }) => label), ["apple_pie", "pear", "not_food"]);
});

test("the temperature makes probabilities flatter, and they still add up to one", () => {
  const [plain, cooled] = [1, 2].map((temperature) => probabilities([3, 1, 0], temperature));
  assert.ok(Math.abs(plain[0] - 0.8438) < 1e-4);
  assert.ok(cooled[0] < plain[0]);
  assert.ok(Math.abs(cooled.reduce((sum, each) => sum + each) - 1) < 1e-12);
});

test("very large logits do not overflow", () => {
  assert.deepEqual(probabilities([1000, 0], 1), [1, 0]);
});

test("a photo is refused by the odds of food against not food, whatever the temperature", () => {
  assert.ok(Math.abs(foodScore([0, 0, 0], manifest.classes) - Math.log(2)) < 1e-12);
  assert.equal(say([0, 0, 0]).refused, false);
  assert.equal(say([0, 0, 0.3]).refused, true);
});

test("a model that knows no other things refuses nothing by them", () => {
  assert.equal(foodScore([1, 2], manifest.classes.slice(0, 2)), 0);
});

test("words go by the thresholds of the manifest", () => {
  assert.deepEqual([0.6, 0.59, 0.3, 0.29].map((share) => wordFor(share, manifest.thresholds)), ["likely", "possible", "possible", "uncertain"]);
});

test("each answer has its own map", () => {
  const maps = { width: 2, height: 1, values: Float32Array.of(0, 1, 2, 3, 4, 5) };
  const found = say([1, 4, 0], { maps, k: 2 }).maps;
  assert.deepEqual(found.values.map((values) => [...values]), [[2, 3], [0, 1]]);
  assert.deepEqual([found.width, found.height], [2, 1]);
});
