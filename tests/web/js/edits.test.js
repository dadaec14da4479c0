import assert from "node:assert/strict";
import { test } from "node:test";
import { overlaid } from "#app/diary/account.js";
import * as edits from "#app/diary/edits.js";
import { newDraft } from "#app/draft.js";
import { uuid7 } from "#app/ids.js";
import { exactly, lineFromFood, lineFromLogged } from "#app/line.js";

const food = (id, energy) => ({
  food_id: id, name: `Food ${id}`, state: "imported", revision: 1, serving: "1 cup", serving_g: 200, portions: [],
  provenance: { default: { source: "sr28", source_id: `${id}`, release: "28" }, nutrients: {} },
  nutrients: { energy_kcal: energy },
});
const when = { moment: new Date("2026-11-20T12:05:00Z"), zone: "Europe/London", day: "2026-11-20" };
const draft = { ...newDraft({ kind: "lunch" }), lines: [lineFromFood(food(1, 50)), lineFromFood(food(2, 100))] };
const meal = () => edits.logged(draft, when).after;

test("ids are UUIDs of version 7 and sort by age", () => {
  const ids = [uuid7(1_000), uuid7(2_000), uuid7(1_800_000_000_000)];
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual(ids.toSorted(), ids);
});

test("logging names every line with its own id and leaves the nutrients to the server", () => {
  const { method, path, body, after } = edits.logged(draft, when);
  assert.deepEqual([method, path, body.id, body.kind], ["POST", "meals/", draft.id, "lunch"]);
  assert.deepEqual(body.items.map((item) => item.id), draft.lines.map((line) => line.id));
  assert.ok(!("nutrients" in body.items[0]) && !("grams_low" in body.items[0]));
  assert.equal(after.totals.nutrients.energy_kcal, 300);
});

test("a preparation is kept with its item and told to the server", () => {
  const [first, second] = draft.lines;
  const prepared = { ...draft, lines: [{ ...first, preparation: "grilled" }, second] };
  const { body, after } = edits.logged(prepared, when);
  assert.deepEqual(body.items.map((item) => item.preparation), ["grilled", undefined]);
  assert.deepEqual(after.items.map((item) => item.preparation), ["grilled", null]);
  const resized = edits.amountChanged(after, exactly(lineFromLogged(after.items[0]), 100)).after;
  assert.equal(resized.items[0].preparation, "grilled");
  assert.equal(edits.restored(after, { isGone: true }).body.items[0].preparation, "grilled");
});

test("the same meal sent again is the same write", () => {
  const first = edits.creation(meal(), "key");
  assert.deepEqual(edits.creation(first.after, "key"), first);
});

test("a new amount scales the item and the totals", () => {
  const before = meal();
  const line = exactly(lineFromLogged(before.items[0]), 100, "½ cup");
  const { path, body, after } = edits.amountChanged(before, line);
  assert.equal(path, `meals/${before.id}/items/${before.items[0].id}/`);
  assert.deepEqual(body, { grams: 100, quantity: "½ cup" });
  assert.equal(after.items[0].nutrients.energy_kcal, 50);
  assert.equal(after.totals.nutrients.energy_kcal, 250);
  assert.equal(before.items[0].grams, 200);
});

test("the last item takes its meal with it", () => {
  const before = meal();
  const first = edits.itemRemoved(before, before.items[0].id);
  assert.equal(first.after.items.length, 1);
  const last = edits.itemRemoved(first.after, before.items[1].id);
  assert.deepEqual([last.method, last.path, last.after], ["DELETE", `meals/${before.id}/`, null]);
});

test("what was deleted comes back in its place", () => {
  const before = meal();
  const back = edits.restored(before, { isGone: false });
  assert.deepEqual(back.body.items.map((item) => item.id), before.items.map((item) => item.id));
  assert.equal(edits.restored(before, { isGone: true }).method, "POST");
});

test("newer figures are taken for the lines that were looked at, and shown until they are sent", () => {
  const before = meal();
  const [first, second] = before.items;
  const nutrients = [{ key: "energy_kcal", was: 100, now: 90 }];
  const lines = [{ id: first.id, food_id: 7, revision: 2, nutrients, grade: { was: null, now: { letter: "B" } } }];
  const { method, path, body, after } = edits.figuresTaken(before, lines);
  assert.deepEqual([method, path], ["POST", `meals/${before.id}/newer-figures/`]);
  assert.deepEqual(body, { items: [first.id] });
  assert.deepEqual([after.items[0].food_id, after.items[0].provenance.revision, after.items[0].grams], [7, 2, first.grams]);
  assert.equal(after.totals.nutrients.energy_kcal, before.totals.nutrients.energy_kcal - 10);
  assert.deepEqual(after.items[1], second);
});

test("what waits to be sent is laid over what the server knows", () => {
  const [kept, moved, gone] = [meal(), { ...meal(), id: "moved" }, { ...meal(), id: "gone" }];
  const queue = [
    edits.mealRemoved(gone),
    edits.moved(moved, { ...when, kind: "dinner", day: "2026-11-19" }),
    edits.logged({ ...draft, id: "new" }, when),
  ];
  const shown = overlaid([kept, moved, gone], queue, "2026-11-20");
  assert.deepEqual(shown.map((each) => each.id), [kept.id, "new"]);
  assert.ok(shown[1].isWaiting);
});
