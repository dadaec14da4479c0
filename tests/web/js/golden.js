// The golden images of ml/made_up.py: whole numbers only, so that every language makes the same.

/** The golden image of a number as {width, height, data: RGBA}. */
export function golden(number, height, width) {
  const data = new Uint8ClampedArray(4 * height * width).fill(255);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const isTurned = number % 2 === 1 && ((x >> 3) + (y >> 3)) % 2 === 1;
      for (let c = 0; c < 3; c += 1) {
        const drawn = y * (7 + number) + x * (11 + 2 * number) + c * 85 + ((x * y) >> (2 + (number % 4))) * (number + 1);
        data[4 * (y * width + x) + c] = isTurned ? 255 - (drawn % 256) : drawn % 256;
      }
    }
  }
  return { width, height, data };
}
