// What the model looked at: the map of one answer, smooth over the photo, and the same in words.
//
// The average of a class's map is its logit (docs/ml-model.md), so a place's value is what it added for that answer.

/** Pixels a side that a map is made smooth in; the browser does the rest. */
const FINE = 96;
/** A map whose places differ by less (in log-odds) says nothing of where. */
const FLAT = 0.5;
const HOT = [255, 128, 40];
const VEIL = [12, 18, 15];
const [MOST_GLOW, MOST_VEIL] = [0.5, 0.62];
const ROWS = [["upper left", "top", "upper right"], ["left", "middle", "right"], ["lower left", "bottom", "lower right"]];

/** Draw the middle square of `view` on `canvas`, and over it what `map` {values, width, height} shows, if given. */
export function paint(canvas, { view, map = null }) {
  const side = Math.min(view.width, view.height);
  const context = canvas.getContext("2d");
  const from = [Math.floor((view.width - side) / 2), Math.floor((view.height - side) / 2), side, side];
  context.imageSmoothingQuality = "high";
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(view, ...from, 0, 0, canvas.width, canvas.height);
  if (map) context.drawImage(overlay(map), 0, 0, canvas.width, canvas.height);
}

/** The map as a picture to lay over the photo: what was looked at glows, the rest lies in shade. */
function overlay(map) {
  const canvas = new OffscreenCanvas(FINE, FINE);
  const context = canvas.getContext("2d");
  const image = context.createImageData(FINE, FINE);
  evened(enlarged(map, FINE)).forEach((heat, i) => {
    const [colour, most, share] = heat > 0.5 ? [HOT, MOST_GLOW, 2 * heat - 1] : [VEIL, MOST_VEIL, 1 - 2 * heat];
    image.data.set([...colour, 255 * most * share], 4 * i);
  });
  context.putImageData(image, 0, 0);
  return canvas;
}

/** `values` brought to 0 for the least and 1 for the most; all 0.5 where they hardly differ. */
export function evened(values) {
  const least = Math.min(...values);
  const range = Math.max(...values) - least;
  return Array.from(values, (value) => (range < FLAT / 2 ? 0.5 : (value - least) / range));
}

/**
 * A map {values, width, height} as `size` x `size` values, by a cubic B-spline: no edges, and nothing beyond what the
 * map itself holds.
 */
export function enlarged({ values, width, height }, size) {
  const columns = spline(width, size);
  const rows = spline(height, size);
  const found = new Float32Array(size * size);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      let sum = 0;
      for (const [row, down] of rows[y]) for (const [column, across] of columns[x]) sum += down * across * values[row * width + column];
      found[y * size + x] = sum;
    }
  }
  return found;
}

/** For each of `size` places the four of `length` that it is made of, with their weights; beyond the edge lies the edge. */
function spline(length, size) {
  return Array.from({ length: size }, (_, i) => {
    const at = ((i + 0.5) * length) / size - 0.5;
    const first = Math.floor(at);
    const t = at - first;
    const weights = [(1 - t) ** 3, 3 * t ** 3 - 6 * t ** 2 + 4, -3 * t ** 3 + 3 * t ** 2 + 3 * t + 1, t ** 3];
    return weights.map((weight, tap) => [Math.min(Math.max(first - 1 + tap, 0), length - 1), weight / 6]);
  });
}

/** Where the map is strongest, for a sentence: "the upper left", "the middle", "no place more than another". */
export function whereInWords({ values, width, height }) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (Math.max(...values) - Math.min(...values) < FLAT) return "no place more than another";
  const [total, x, y] = values.reduce(
    ([sum, across, down], value, i) => {
      const more = Math.max(0, value - mean);
      return [sum + more, across + more * (((i % width) + 0.5) / width), down + more * ((Math.floor(i / width) + 0.5) / height)];
    },
    [0, 0, 0],
  );
  return `the ${ROWS[third(y / total)][third(x / total)]}`;
}

/** 0, 1 or 2: a mean of places lies near the middle more often than a place does, so the middle is narrow. */
const third = (share) => (share < 0.4 ? 0 : share > 0.6 ? 2 : 1);
