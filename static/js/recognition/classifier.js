// The food classifier: pixels in, named answers with calibrated probabilities out. docs/ml-model.md says what the
// manifest's figures mean.

/** Answers that are given unless another number is asked for. */
const FIRST = 5;

/**
 * A classifier of `model` (the bytes of an ONNX file) by its `manifest`; `ort` is onnxruntime-web, `prepare` that of
 * preprocess.js. Throws what the runtime throws.
 */
export async function openClassifier({ ort, manifest, model, prepare }) {
  const session = await ort.InferenceSession.create(model, { executionProviders: ["wasm"] });
  const { size } = manifest.preprocessing;

  /** Prepared input in, {logits, maps} out; `maps` is null where the model has none. */
  async function run(input) {
    const image = new ort.Tensor("float32", input, [1, 3, size, size]);
    const { logits, maps } = await session.run({ image }, manifest.outputs);
    return { logits: logits.data, maps: maps ? { values: maps.data, height: maps.dims[2], width: maps.dims[3] } : null };
  }

  /**
   * What is on `image` {width, height, data: RGBA}: {refused, answers, maps, logits, milliseconds}, see `answered`.
   */
  async function classify(image, k = FIRST) {
    const started = performance.now();
    const input = prepare(image, manifest.preprocessing);
    const prepared = performance.now();
    const { logits, maps } = await run(input);
    const milliseconds = { prepare: prepared - started, recognise: performance.now() - prepared };
    return { ...answered({ logits, maps, manifest, k }), milliseconds };
  }

  return { classify, run };
}

/**
 * What the model's outputs say: {refused, answers, maps, logits}. `refused`: by the manifest's threshold this is no
 * food. `answers`, the likeliest first: {label, kind, foodId, name, probability, word}. `maps` {width, height,
 * values}: for each answer how much each place spoke for it; null where the model has none.
 */
export function answered({ logits, maps, manifest, k = FIRST }) {
  const { classes, temperature, thresholds } = manifest;
  const share = probabilities(logits, temperature);
  const order = Array.from(share.keys()).sort((one, other) => logits[other] - logits[one] || one - other).slice(0, k);
  return {
    refused: foodScore(logits, classes) < thresholds.food,
    answers: order.map((i) => {
      const { label, kind, food_id: foodId, name } = classes[i];
      return { label, kind, foodId, name, probability: share[i], word: wordFor(share[i], thresholds) };
    }),
    maps: maps && { width: maps.width, height: maps.height, values: order.map((i) => mapOf(maps, i)) },
    logits,
  };
}

/** The softmax of the logits divided by the temperature. */
export function probabilities(logits, temperature) {
  const highest = logits.reduce((most, each) => Math.max(most, each), -Infinity);
  const raised = Array.from(logits, (each) => Math.exp((each - highest) / temperature));
  const sum = raised.reduce((total, each) => total + each, 0);
  return raised.map((each) => each / sum);
}

/** The log-odds of food against what is not food, by the logits as they are; 0 where the model knows only one of them. */
export function foodScore(logits, classes) {
  const of = (isFood) => Array.from(logits).filter((_, i) => (classes[i].kind !== "not_food") === isFood);
  const [food, other] = [of(true), of(false)];
  return food.length && other.length ? logSum(food) - logSum(other) : 0;
}

function logSum(values) {
  const highest = Math.max(...values);
  return highest + Math.log(values.reduce((total, each) => total + Math.exp(each - highest), 0));
}

/** "likely", "possible" or "uncertain". */
export function wordFor(probability, { likely, possible }) {
  if (probability >= likely) return "likely";
  return probability >= possible ? "possible" : "uncertain";
}

const mapOf = ({ values, width, height }, i) => values.slice(i * width * height, (i + 1) * width * height);
