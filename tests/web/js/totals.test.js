import assert from "node:assert/strict";
import { test } from "node:test";
import { energyShares, scaled, totals } from "#app/totals.js";

const egg = { grams: 100, nutrients: { protein_g: 10, iodine_ug: null } };
const toast = { grams: 50, nutrients: { protein_g: 4, iodine_ug: 6 } };

test("a sum tells how much of it is known", () => {
  const sum = totals([egg, toast]);
  assert.equal(sum.grams, 150);
  assert.equal(sum.nutrients.protein_g, 14);
  assert.equal(sum.unknown_foods.protein_g, 0);
  assert.equal(sum.nutrients.iodine_ug, 6);
  assert.equal(sum.unknown_foods.iodine_ug, 1);
  assert.equal(sum.known_share.iodine_ug, 50 / 150);
});

test("what no food knows is unknown, not zero", () => {
  assert.equal(totals([egg]).nutrients.iodine_ug, null);
  assert.deepEqual(totals([]).nutrients, {});
});

test("unknown stays unknown when scaled", () => {
  assert.deepEqual(scaled(egg.nutrients, 2), { protein_g: 20, iodine_ug: null });
});

test("shares of energy add up to one, and are unknown when nothing is", () => {
  const shares = energyShares({ protein_g: 10, carbohydrate_total_g: 20, fat_g: 5 });
  const sum = Object.values(shares).reduce((one, other) => one + other, 0);
  assert.ok(Math.abs(sum - 1) < 1e-9);
  assert.equal(shares.protein_g, 40 / 165);
  assert.equal(energyShares({ protein_g: null }), null);
});
