import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { fetchModel, fileAddress, readManifest } from "#app/recognition/release.js";

const MODEL = Buffer.from("not really a model");
const rule = { shrink_filter: "area", filter: "triangle", channels: "RGB", layout: "NCHW" };
const manifest = {
  format: 1, folder: "tiny-0123456789ab", file: "model.onnx", bytes: MODEL.length,
  sha256: createHash("sha256").update(MODEL).digest("hex"),
  preprocessing: rule, classes: [{}], thresholds: {}, temperature: 1,
};
const FILES = {
  "/wasm/manifest.json": JSON.stringify(manifest),
  "/wasm/tiny-0123456789ab/model.onnx": MODEL,
  "/later/manifest.json": JSON.stringify({ ...manifest, format: 2 }),
  "/other-rule/manifest.json": JSON.stringify({ ...manifest, preprocessing: { ...rule, filter: "cubic" } }),
  "/page/manifest.json": "<!doctype html>",
};
const server = createServer((request, answer) => {
  const content = FILES[request.url];
  answer.writeHead(content ? 200 : 404).end(content);
});
let site;

before(async () => {
  await new Promise((ready) => { server.listen(0, "127.0.0.1", ready); });
  site = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

test("the manifest says where the model lies", async () => {
  const address = `${site}/wasm/manifest.json`;
  assert.equal(fileAddress(await readManifest(address), address, "card.md"), `${site}/wasm/tiny-0123456789ab/card.md`);
});

test("where nothing was published, that is said", async () => {
  await assert.rejects(readManifest(`${site}/nothing/manifest.json`), { name: "Unavailable", message: /No model is published/ });
});

for (const place of ["later", "other-rule", "page"]) {
  test(`a manifest that this page cannot follow is refused: ${place}`, async () => {
    await assert.rejects(readManifest(`${site}/${place}/manifest.json`), { name: "Unavailable", message: /not one that this page can use/ });
  });
}

test("without a network that is said", async () => {
  await assert.rejects(readManifest("http://127.0.0.1:9/manifest.json"), { name: "Unavailable", message: /No network/ });
});

test("the model comes whole, and tells how far it is", async () => {
  const told = [];
  const bytes = await fetchModel(manifest, `${site}/wasm/manifest.json`, (share) => told.push(share));
  assert.deepEqual(Buffer.from(bytes), MODEL);
  assert.equal(told.at(-1), 1);
});

test("a model with another hash is refused", async () => {
  const other = { ...manifest, sha256: "0".repeat(64) };
  await assert.rejects(fetchModel(other, `${site}/wasm/manifest.json`), { name: "Unavailable", message: /its sha256 is another/ });
});
