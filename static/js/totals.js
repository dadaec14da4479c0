// What foods add up to, as the server adds them up: unknown is not zero.

/**
 * Add up `lines` of {grams, nutrients}.
 *
 * `nutrients` holds the sum of what is known (null where nothing is), `known_share` the share of the mass
 * for which it is known, `unknown_foods` how many foods do not know it.
 */
export function totals(lines) {
  const grams = lines.reduce((sum, line) => sum + line.grams, 0);
  const result = { grams, nutrients: {}, known_share: {}, unknown_foods: {} };
  for (const key of new Set(lines.flatMap((line) => Object.keys(line.nutrients)))) {
    const known = lines.filter((line) => isNumber(line.nutrients[key]));
    const mass = known.reduce((sum, line) => sum + line.grams, 0);
    result.nutrients[key] = known.length
      ? known.reduce((sum, line) => sum + line.nutrients[key], 0)
      : null;
    result.known_share[key] = grams ? mass / grams : 1;
    result.unknown_foods[key] = lines.length - known.length;
  }
  return result;
}

/** `nutrients` times `factor`; unknown stays unknown. */
export function scaled(nutrients, factor) {
  const entries = Object.entries(nutrients);
  return Object.fromEntries(entries.map(([key, value]) => [key, isNumber(value) ? value * factor : null]));
}

const KCAL_PER_GRAM = { protein_g: 4, carbohydrate_total_g: 4, fat_g: 9, alcohol_g: 7 };

/** The share (0-1) of the energy that each macronutrient brings, by the general factors; null if unknown. */
export function energyShares(nutrients) {
  const entries = Object.entries(KCAL_PER_GRAM).map(([key, factor]) => [key, (nutrients[key] ?? 0) * factor]);
  const energy = entries.reduce((sum, [, kcal]) => sum + kcal, 0);
  return energy > 0 ? Object.fromEntries(entries.map(([key, kcal]) => [key, kcal / energy])) : null;
}

const isNumber = (value) => typeof value === "number";
