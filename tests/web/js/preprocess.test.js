import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { prepare, taps } from "#app/recognition/preprocess.js";
import { golden } from "./golden.js";

/** Written by ml/preprocessing.py: `python -m tests.ml.golden_inputs`. */
const ROWS = JSON.parse(readFileSync(new URL("preprocessing.json", import.meta.url), "utf8"));
const PLAIN = { crop: 1, shrink: 0, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };

const filled = (width, height, colour) => ({ width, height, data: Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => colour[i % 4]) });

for (const { number, height, width, pixels_sha256: hash, rule, every, samples } of ROWS) {
  test(`golden image ${number}, ${height} x ${width}, is prepared for ${rule.size} px as Python does it`, () => {
    const image = golden(number, height, width);
    const rgb = Uint8Array.from(image.data.filter((_, i) => i % 4 !== 3));
    assert.equal(createHash("sha256").update(rgb).digest("hex"), hash);
    const input = prepare(image, rule);
    assert.equal(input.length, 3 * rule.size * rule.size);
    samples.forEach((wanted, i) => assert.ok(Math.abs(input[i * every] - wanted) < 2e-5, `place ${i * every}: ${input[i * every]}, not ${wanted}`));
  });
}

test("the middle square of a wide photo is taken", () => {
  const image = filled(150, 50, [0, 0, 0, 255]);
  for (let y = 0; y < 50; y += 1) image.data.fill(255, 4 * (y * 150 + 50), 4 * (y * 150 + 100));
  const input = prepare(image, { ...PLAIN, size: 10 });
  assert.ok(input.every((value) => Math.abs(value - 1) < 1e-6));
});

test("channels come first, each by its own mean and spread", () => {
  const input = prepare(filled(8, 8, [255, 0, 51, 255]), { ...PLAIN, size: 4, mean: [0.5, 0.5, 0.2], std: [0.5, 0.25, 0.1] });
  [1, -2, 0].forEach((wanted, c) => assert.ok(Math.abs(input[16 * c] - wanted) < 1e-6));
});

test("how see-through a pixel is does not count", () => {
  const [one, other] = [255, 0].map((alpha) => prepare(filled(4, 4, [9, 90, 200, alpha]), { ...PLAIN, size: 4 }));
  assert.deepEqual(one, other);
});

test("every place of the result is an average", () => {
  for (const kernel of ["area", "triangle"]) {
    const { count, weights } = taps(37, 96, kernel);
    for (let i = 0; i < 96; i += 1) {
      const sum = weights.subarray(i * count, (i + 1) * count).reduce((total, each) => total + each, 0);
      assert.ok(Math.abs(sum - 1) < 1e-6);
    }
  }
});
