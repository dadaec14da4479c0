import assert from "node:assert/strict";
import { test } from "node:test";
import { offered, offerInWords } from "#app/newer-figures.js";

const newer = (name, was, now) => ({ food_id: 1, revision: 2, name, energy_kcal_per_100g: { was, now } });
const item = (id, name, figures) => ({ id, name, newer_figures: figures });
const plain = (text) => text.replaceAll("\u00a0", " ");

test("an offer says what changes in 100 g", () => {
  const rice = item("a", "Rice", newer("Rice", 130.2, 123));
  assert.equal(plain(offerInWords([rice])), "Newer figures: Rice 130 → 123 kcal in 100 g.");
});

test("a food that was merged is called by both names, one whose energy stays by its name alone", () => {
  const items = [item("a", "Mum's rice", newer("Rice", null, 123)), item("b", "Tea", newer("Tea", 1, 1.2))];
  assert.equal(plain(offerInWords(items)), "Newer figures: Mum's rice (Rice) unknown → 123 kcal in 100 g; Tea.");
});

test("many are counted", () => {
  const many = ["a", "b", "c", "d"].map((id) => item(id, "Rice", newer("Rice", 130, 123)));
  assert.equal(offerInWords(many), "Newer figures are known of 4 foods.");
});

test("what is kept is offered again only when there are yet other figures", () => {
  const rice = item("a", "Rice", newer("Rice", 130, 123));
  const meal = { items: [rice, item("b", "Tea", null)] };
  assert.deepEqual(offered(meal, {}), [rice]);
  assert.deepEqual(offered(meal, { a: "1/2" }), []);
  assert.deepEqual(offered(meal, { a: "1/1" }), [rice]);
});
