// The food classifier off the main thread: one thing after the other, so that a photo never waits halfway for another.
//
// In:  {id, load: {manifest, address, modules, runtime}} once, then {id, image: File or {width, height, data: RGBA}, k}.
// Out: {id, value} or {id, error: {name, message}}; while loading also {progress}, 0 to 1.
//
// An import map does not hold in a worker, so the page says at which addresses the modules are.

let classifier;
let modules;
let queue = Promise.resolve();

addEventListener("message", ({ data }) => {
  queue = queue.then(() => answer(data));
});

async function answer({ id, load: wanted, image, k }) {
  try {
    if (wanted) postMessage({ id, value: await load(wanted) });
    else await recognise({ id, image, k });
  } catch ({ name, message }) {
    postMessage({ id, error: { name, message } });
  }
}

async function load({ manifest, address, modules: addresses, runtime }) {
  if (classifier) return true;
  const names = Object.keys(addresses);
  const loaded = await Promise.all(names.map((name) => import(addresses[name])));
  modules = Object.fromEntries(names.map((name, i) => [name, loaded[i]]));
  const { release, preprocess } = modules;
  const [model, ort] = await Promise.all([
    release.fetchModel(manifest, address, (progress) => postMessage({ progress })),
    startRuntime(runtime),
  ]);
  classifier = await modules.classifier.openClassifier({ ort, manifest, model, prepare: preprocess.prepare });
  return true;
}

async function startRuntime({ ort: address, mjs, wasm }) {
  const ort = await import(address);
  // More threads need a page that is isolated from all others; one is enough.
  Object.assign(ort.env.wasm, { numThreads: 1, wasmPaths: { mjs, wasm } });
  return ort;
}

async function recognise({ id, image, k }) {
  const started = performance.now();
  const pixels = image instanceof Blob ? await modules.photo.pixelsOf(image) : image;
  const open = performance.now() - started;
  const { milliseconds, ...found } = await classifier.classify(pixels, k);
  const { view } = pixels;
  postMessage({ id, value: { ...found, view, milliseconds: { open, ...milliseconds } } }, view ? [view] : []);
}
