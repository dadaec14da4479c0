import assert from "node:assert/strict";
import { test } from "node:test";
import { enlarged, evened, whereInWords } from "#app/recognition/looked.js";

const map = (rows) => ({ values: rows.flat(), width: rows[0].length, height: rows.length });
const bright = (x, y, size = 4) => map(Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_, column) => (row === y && column === x ? 5 : 0))));

test("a map of one value stays one value when made smooth", () => {
  assert.ok(enlarged(map([[3, 3], [3, 3]]), 8).every((value) => Math.abs(value - 3) < 1e-6));
});

test("a smooth map is highest where the map is, and never higher", () => {
  const size = 40;
  const smooth = enlarged(bright(2, 1), size);
  const place = smooth.indexOf(Math.max(...smooth));
  assert.deepEqual([Math.floor(((place % size) * 4) / size), Math.floor((Math.floor(place / size) * 4) / size)], [2, 1]);
  assert.ok(smooth[place] <= 5);
});

test("heat goes from 0 to 1, and is even where places hardly differ", () => {
  assert.deepEqual(evened([2, 4, 3]), [0, 1, 0.5]);
  assert.deepEqual(evened([2, 2.01]), [0.5, 0.5]);
});

test("where the model looked is said in words", () => {
  assert.equal(whereInWords(bright(0, 0)), "the upper left");
  assert.equal(whereInWords(bright(3, 3)), "the lower right");
  assert.equal(whereInWords(bright(1, 1, 3)), "the middle");
  assert.equal(whereInWords(bright(1, 0, 3)), "the top");
  assert.equal(whereInWords(map([[1, 1.1], [1, 1.2]])), "no place more than another");
});
