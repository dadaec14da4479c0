import assert from "node:assert/strict";
import { test } from "node:test";
import { sizeIn } from "#app/recognition/photo.js";

const bytes = (...parts) => Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part, "latin1")] : part)));
const word = (value) => [value >> 8, value & 255];
const little = (value) => [value & 255, value >> 8];
const PNG = ["\x89PNG\r\n\x1a\n", [0, 0, 0, 13], "IHDR"];

test("a PNG says its size", () => {
  assert.deepEqual(sizeIn(bytes(...PNG, [0, 0], word(20000), [0, 0], word(300))), { width: 20000, height: 300 });
});

test("a JPEG says its size after its camera data, tables and filling bytes", () => {
  const camera = bytes([0xff, 0xe1], word(2 + 500), Array(500).fill(0));
  const table = [0xff, 0xc4, ...word(4), 1, 2];
  const frame = [0xff, 0xff, 0xc2, ...word(17), 8, ...word(3000), ...word(4000)];
  assert.deepEqual(sizeIn(bytes([0xff, 0xd8], [...camera], table, frame)), { width: 4000, height: 3000 });
});

test("GIF and BMP say their size", () => {
  assert.deepEqual(sizeIn(bytes("GIF89a", little(640), little(480))), { width: 640, height: 480 });
  const upsideDown = [0x20, 0xfe, 0xff, 0xff];
  assert.deepEqual(sizeIn(bytes("BM", Array(16).fill(0), [...little(640), 0, 0], upsideDown)), { width: 640, height: 480 });
});

test("the three kinds of WebP say their size", () => {
  const riff = (kind) => ["RIFF", [0, 0, 0, 0], "WEBP", kind, [0, 0, 0, 0]];
  assert.deepEqual(sizeIn(bytes(...riff("VP8 "), Array(6).fill(0), little(800), little(600))), { width: 800, height: 600 });
  const bits = 799 | (599 << 14);
  assert.deepEqual(sizeIn(bytes(...riff("VP8L"), [0x2f], little(bits & 0xffff), little(bits >>> 16))), { width: 800, height: 600 });
  assert.deepEqual(sizeIn(bytes(...riff("VP8X"), [0, 0, 0, 0], little(799), [0], little(599), [0])), { width: 800, height: 600 });
});

test("what ends early, or is something else, says none", () => {
  assert.equal(sizeIn(bytes(...PNG, [0, 0])), null);
  assert.equal(sizeIn(bytes([0xff, 0xd8, 0xff, 0xe1], word(60000))), null);
  assert.equal(sizeIn(bytes("This is a text, whatever it is called.")), null);
  assert.equal(sizeIn(bytes()), null);
});
