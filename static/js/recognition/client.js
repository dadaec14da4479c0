// The food classifier for the pages: it loads once, works in a worker, and stays while the app is open.
import { readManifest, Unavailable } from "#app/recognition/release.js";

const MODULES = ["classifier", "photo", "preprocess", "release"];
const RUNTIME = { ort: "ort.wasm.min.mjs", mjs: "ort-wasm-simd-threaded.mjs", wasm: "ort-wasm-simd-threaded.wasm" };

const waiting = new Map();
let worker;
let lastId = 0;
let known;
let loading;
let tellProgress = () => {};

/** Where the manifest is. Throws Unavailable where no release was published. */
export function manifestAddress() {
  try {
    return import.meta.resolve("#model/manifest.json");
  } catch {
    throw new Unavailable("No model is published here yet.");
  }
}

/** The manifest of the release. Throws Unavailable. */
export function about() {
  known ??= Promise.resolve().then(() => readManifest(manifestAddress())).catch((error) => {
    known = undefined;
    throw error;
  });
  return known;
}

/** Get the classifier ready; `onProgress` is told the share of the model that has come. Throws Unavailable. */
export function load(onProgress = () => {}) {
  tellProgress = onProgress;
  loading ??= about().then((manifest) => ask({ load: { manifest, ...addresses() } })).catch((error) => {
    stop();
    throw error.name === "Unavailable" ? error : unavailable(error);
  });
  return loading;
}

function unavailable(cause) {
  const isOffline = !navigator.onLine;
  const message = isOffline
    ? "No network: the model could not be fetched. Try again when you are back online."
    : "The model could not be started in this browser.";
  return new Unavailable(message, { cause });
}

/**
 * What is on `image`, a photo's File or {width, height, data: RGBA}: what `answered` of classifier.js says, with
 * `milliseconds` {open, prepare, recognise} and `view`, the file's photo as an ImageBitmap. Throws Unavailable, and
 * an error called NotAPhoto whose message is a sentence for people.
 */
export async function recognise(image, k = 5) {
  await load(tellProgress);
  return ask({ image, k });
}

function addresses() {
  const entries = MODULES.map((name) => [name, import.meta.resolve(`#app/recognition/${name}.js`)]);
  const files = Object.entries(RUNTIME).map(([key, file]) => [key, import.meta.resolve(`#onnxruntime/${file}`)]);
  return { modules: Object.fromEntries(entries), runtime: Object.fromEntries(files), address: manifestAddress() };
}

function ask(message) {
  worker ??= start();
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, ...message });
  });
}

function start() {
  const started = new Worker(import.meta.resolve("#app/recognition/worker.js"), { type: "module" });
  started.addEventListener("message", ({ data: { id, value, error, progress } }) => {
    if (progress !== undefined) return tellProgress(progress);
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    return error ? reject(Object.assign(new Error(error.message), { name: error.name })) : resolve(value);
  });
  started.addEventListener("error", (event) => {
    event.preventDefault();
    stop(new Unavailable("Recognition stopped working. Try again."));
  });
  return started;
}

/** End the worker; what waits for it fails with `error`. */
function stop(error = new Unavailable("Recognition was stopped.")) {
  worker?.terminate();
  worker = undefined;
  loading = undefined;
  for (const { reject } of waiting.values()) reject(error);
  waiting.clear();
}
