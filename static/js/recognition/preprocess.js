// From a photo's pixels to the model's input: exactly the rule of ml/preprocessing.py.
//
// 1. The middle square is cut out: side = `crop` x the shorter side, rounded half up, at least 1; what cannot be
//    halved is left over on the right and below.
// 2. Where `shrink` is given and the square is larger: area average to `shrink` x `shrink`.
// 3. Triangle filter to `size` x `size`, its base growing with the ratio when making smaller.
// 4. (value / 255 - mean) / std, channels red, green, blue first.
//
// All in 32-bit floats, nothing rounded to whole numbers between the steps; up and down first, then across.
// The browser's own scaling is not used: each browser scales in its own way.
//
// This module and those beside it that run in the worker import nothing: an import map does not hold there.

const CHANNELS = 3;

/**
 * The model's input (3 x size x size, as Float32Array) for `image` {width, height, data: RGBA}; `rule` is the
 * manifest's `preprocessing`.
 */
export function prepare(image, rule) {
  const side = Math.max(1, Math.floor(rule.crop * Math.min(image.width, image.height) + 0.5));
  let pixels = middle(image, side);
  let now = side;
  if (rule.shrink && now > rule.shrink) {
    pixels = resample(pixels, now, rule.shrink, "area");
    now = rule.shrink;
  }
  return scaled(resample(pixels, now, rule.size, "triangle"), rule);
}

/** The middle square of `side` pixels as red, green, blue, 0 to 255. */
function middle({ width, height, data }, side) {
  const left = Math.floor((width - side) / 2);
  const top = Math.floor((height - side) / 2);
  const pixels = new Float32Array(side * side * CHANNELS);
  let end = 0;
  for (let y = top; y < top + side; y += 1) {
    for (let x = left; x < left + side; x += 1) {
      const start = (y * width + x) * 4;
      pixels[end] = data[start];
      pixels[end + 1] = data[start + 1];
      pixels[end + 2] = data[start + 2];
      end += CHANNELS;
    }
  }
  return pixels;
}

/** The square of `side` pixels as one of `size`. */
function resample(pixels, side, size, kernel) {
  const plan = taps(side, size, kernel);
  return across(down(pixels, side, size, plan), side, size, plan);
}

function down(pixels, side, size, { count, places, weights }) {
  const row = side * CHANNELS;
  const found = new Float32Array(size * row);
  for (let y = 0; y < size; y += 1) {
    const to = y * row;
    for (let tap = y * count; tap < (y + 1) * count; tap += 1) {
      const weight = weights[tap];
      if (weight === 0) continue;
      const from = places[tap] * row;
      for (let i = 0; i < row; i += 1) found[to + i] += weight * pixels[from + i];
    }
  }
  return found;
}

function across(pixels, side, size, { count, places, weights }) {
  const found = new Float32Array(size * size * CHANNELS);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const to = (y * size + x) * CHANNELS;
      for (let tap = x * count; tap < (x + 1) * count; tap += 1) {
        const weight = weights[tap];
        if (weight === 0) continue;
        const from = (y * side + places[tap]) * CHANNELS;
        for (let c = 0; c < CHANNELS; c += 1) found[to + c] += weight * pixels[from + c];
      }
    }
  }
  return found;
}

/**
 * Which of `side` pixels each of `size` is made of, and with which weights: `count` places and weights for each,
 * one after the other. `kernel` is "area" or "triangle". Places beyond the edge have the weight 0.
 */
export function taps(side, size, kernel) {
  const step = side / size;
  const reach = kernel === "area" ? step / 2 : Math.max(step, 1);
  const count = Math.ceil(2 * reach) + 1;
  const places = new Int32Array(size * count);
  const weights = new Float32Array(size * count);
  for (let i = 0; i < size; i += 1) {
    const centre = (i + 0.5) * step;
    const first = Math.floor(centre - reach);
    const own = Array.from({ length: count }, (_, tap) => weightOf(first + tap, { side, centre, reach, kernel }));
    const sum = own.reduce((total, weight) => total + weight, 0);
    own.forEach((weight, tap) => {
      places[i * count + tap] = Math.min(Math.max(first + tap, 0), side - 1);
      weights[i * count + tap] = weight / sum;
    });
  }
  return { count, places, weights };
}

function weightOf(pixel, { side, centre, reach, kernel }) {
  if (pixel < 0 || pixel >= side) return 0;
  if (kernel === "area") return Math.max(0, Math.min(centre + reach, pixel + 1) - Math.max(centre - reach, pixel));
  return Math.max(0, 1 - Math.abs(pixel + 0.5 - centre) / reach);
}

/** Channels first, each by its mean and spread. */
function scaled(pixels, { size, mean, std }) {
  const places = size * size;
  const input = new Float32Array(CHANNELS * places);
  for (let c = 0; c < CHANNELS; c += 1) {
    for (let i = 0; i < places; i += 1) input[c * places + i] = (pixels[i * CHANNELS + c] / 255 - mean[c]) / std[c];
  }
  return input;
}
