import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import {
  amount, count, energy, energyRange, fromGrams, howMuch, mass, massRange, measure, percent, sum, toGrams, useUnits,
} from "#app/format.js";

const IRON = { key: "iron_mg", unit: "mg", decimals: 1 };

afterEach(() => useUnits({}));

test("kcal have no decimals, and unknown energy is said", () => {
  assert.equal(energy(1239.6), "1,240 kcal");
  assert.equal(energy(null), "energy unknown");
});

test("energy is shown in kJ for who wants it so", () => {
  useUnits({ energyUnit: "kJ" });
  assert.equal(energy(100), "418 kJ");
});

test("grams have one decimal below ten, else none", () => {
  assert.equal(mass(122.4), "122 g");
  assert.equal(mass(7.46), "7.5 g");
});

test("ounces go there and back", () => {
  useUnits({ system: "imperial" });
  assert.equal(mass(100), "3.5 oz");
  assert.ok(Math.abs(toGrams(fromGrams(100)) - 100) < 1.5);
});

test("an interval is told where it is wide, and not where it says nothing", () => {
  assert.equal(massRange(122, 100, 150), "122 g (100–150)");
  assert.equal(massRange(122, 121, 123), "122 g");
  assert.equal(massRange(122, null, null), "122 g");
  assert.equal(energyRange(320, 260, 400), "260–400");
  assert.equal(energyRange(320, null, null), "");
});

test("unknown is neither zero nor silent", () => {
  assert.equal(amount(null, IRON), "unknown");
  assert.equal(amount(0, IRON), "0 mg");
  assert.equal(amount(0.01, IRON), "< 0.1 mg");
  assert.equal(sum(12, 1, { ...IRON, decimals: 0 }), "≥ 12 mg (1 unknown)");
  assert.equal(sum(12, 0, { ...IRON, decimals: 0 }), "12 mg");
  assert.equal(sum(null, 2, IRON), "unknown");
});

test("measures are set as a book sets them", () => {
  assert.equal(measure("1/2 cup"), "½ cup");
  assert.equal(measure("1 1/2 cups"), "1½ cups");
  assert.equal(measure("1/8 teaspoon"), "1/8 teaspoon");
  assert.equal(measure("11/2 inch"), "11/2 inch");
});

test("grams are not said twice", () => {
  assert.equal(howMuch("2 slices", 66, null, null), "2 slices · 66 g");
  assert.equal(howMuch("150 g", 150, null, null), "150 g");
  assert.equal(howMuch("5 oz", 142, null, null), "5 oz · 142 g");
  assert.equal(howMuch("", 30, 20, 40), "30 g (20–40)");
});

test("shares and counts", () => {
  assert.equal(percent(0.476), "48 %");
  assert.equal(percent(0.001), "< 1 %");
  assert.equal(percent(0), "0 %");
  assert.equal(count(1, "food"), "1 food");
  assert.equal(count(2, "food"), "2 foods");
});
