import assert from "node:assert/strict";
import { test } from "node:test";
import { gradeOf, newDraft, withAnalysis } from "#app/draft.js";
import * as edits from "#app/diary/edits.js";
import { fingerprint } from "#app/grades.js";
import { exactly, itemOf, lineFromLogged } from "#app/line.js";
import { pointsInWords } from "#app/parts/points.js";
import { entryBody, MOST, withEntry } from "#app/tray.js";

const part = (name, points, counted = true) => ({ name, points, counted });
const salt = part("Salt", 3);
const fibre = part("Fibre", 2);

test("points are told as what counts against a food less what counts for it", () => {
  const words = (score, negative, positive) => pointsInWords({ score, negative, positive });
  assert.equal(words(1, [part("Energy", 0), salt], [fibre]), "1 point: 3 for salt, less 2 for fibre.");
  assert.equal(words(3, [salt], [part("Protein", 7, false)]), "3 points, for salt.");
  assert.equal(words(-2, [], [fibre]), "−2 points: nothing counts against it, 2 for fibre.");
  assert.equal(words(0, [], []), "0 points: nothing counts against it, nothing for it.");
});

const item = (food_id, grams, letter) => ({
  phrase: "", name: `Food ${food_id}`, food_id, revision: 1, state: "imported", source: "sr28", source_id: "1", release: "28",
  grams, grams_low: null, grams_high: null, quantity: "", portion: "", path: [], score: 1, preparation: null, confidence: "likely",
  energy_kcal_low: null, energy_kcal_high: null, nutrients: { energy_kcal: 100 }, adjustments: [], assumptions: [],
  questions: [], alternatives: [], grade: { letter, balanced_score: 80 },
});
const analysis = {
  text: "", meal: null, unresolved: [], items: [item(1, 100, "A"), item(2, 50, "E")],
  grade: { letter: "C", balanced_score: 55, graded_share: 1, glycemic_load: null, formula_version: "1" },
};
const draft = withAnalysis(newDraft({ kind: "lunch" }), analysis);
const when = { moment: new Date("2026-11-20T12:05:00Z"), zone: "Europe/London", day: "2026-11-20" };

test("a draft has the grade of its analysis for as long as its foods and amounts are those", () => {
  assert.equal(gradeOf(draft).letter, "C");
  assert.ok(!("of" in gradeOf(draft)));
  const [first, second] = draft.lines;
  assert.equal(gradeOf({ ...draft, lines: [exactly(first, 30), second] }), undefined);
  assert.equal(gradeOf({ ...draft, lines: [first] }), undefined);
  assert.equal(gradeOf({ ...draft, lines: [{ ...first, preparation: "grilled" }, second] }), undefined);
  assert.equal(gradeOf({ ...draft, lines: [exactly(exactly(first, 30), 100), second] }).letter, "C");
});

test("what joins a draft leaves it without a grade until one is asked for", () => {
  assert.equal(gradeOf(withAnalysis(draft, analysis)), undefined);
});

test("a line keeps the letter of its food in any amount", () => {
  assert.equal(exactly(draft.lines[0], 500).grade.letter, "A");
});

test("a meal is logged with its grades, and loses its own when it is changed", () => {
  const meal = edits.logged(draft, when).after;
  assert.equal(meal.grade.letter, "C");
  assert.deepEqual(meal.items.map(({ grade }) => grade.letter), ["A", "E"]);
  assert.ok(!("grade" in edits.creation(meal).body.items[0]));
  const changed = edits.amountChanged(meal, exactly(lineFromLogged(meal.items[0]), 10)).after;
  assert.deepEqual([changed.grade, changed.items[0].grade.letter], [undefined, "A"]);
  assert.equal(edits.itemRemoved(meal, meal.items[1].id).after.grade, undefined);
});

test("a grade goes by food, grams and preparation alone", () => {
  const [line] = draft.lines;
  assert.equal(fingerprint([itemOf(line)]), fingerprint([{ food_id: 1, grams: 100 }]));
  assert.notEqual(fingerprint([itemOf(line)]), fingerprint([{ food_id: 1, grams: 100, preparation: "grilled" }]));
});

test("the tray holds each thing once, in the amount that was put in last, and not too many", () => {
  const once = withEntry([{ name: "Banana", food_id: 1, grams: 100 }], { name: "Banana", food_id: 1, grams: 200 });
  assert.deepEqual(once, [{ name: "Banana", food_id: 1, grams: 200 }]);
  assert.equal(withEntry(once, { name: "Banana", food_id: 1, preparation: "grilled" }).length, 2);
  const many = Array.from({ length: 14 }, (_, id) => ({ name: `${id}`, food_id: id }));
  assert.equal(many.reduce(withEntry, []).length, MOST);
});

test("the server is told of an entry only what it takes", () => {
  assert.deepEqual(entryBody({ name: "Banana", food_id: 1, grams: 100, quantity: "1 medium" }), { food_id: 1, grams: 100 });
  assert.deepEqual(entryBody({ name: "eggs and toast", text: "eggs and toast" }), { text: "eggs and toast" });
  assert.deepEqual(entryBody({ name: "Lunch, today", meal_id: "x" }), { name: "Lunch, today", meal_id: "x" });
});
