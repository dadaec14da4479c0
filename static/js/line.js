// One food of a meal: how much of it, what is in it, and how it was found. Lines are never changed in place.
import { multiple } from "#app/format.js";
import { uuid7 } from "#app/ids.js";
import { scaled } from "#app/totals.js";
import { preparedWords } from "#app/words.js";

export const MULTIPLES = [0.5, 1, 1.5, 2];
/** What the server takes: more than nothing, at most 20 kg. */
export const MAX_GRAMS = 20_000;

/**
 * The line that an item of an analysis stands for. `proposed` stays with it, whatever it is changed to. `grade` is its food's, which goes by 100 g and stays with
 * any amount; undefined until it is known.
 */
export function lineFromItem(item) {
  return withAmount({ ...item, quantity: amountSaid(item) }, {
    id: uuid7(),
    phrase: item.phrase,
    foodId: item.food_id,
    name: item.name,
    state: item.state,
    source: item.source,
    sourceId: item.source_id,
    release: item.release,
    revision: item.revision,
    path: item.path.join(" › "),
    score: item.score,
    preparation: item.preparation,
    confidence: item.confidence,
    notes: [...item.adjustments.map((adjustment) => adjustment.note), ...item.assumptions].filter(Boolean),
    questions: item.questions,
    alternatives: item.alternatives,
    proposed: { foodId: item.food_id, grams: item.grams },
    grade: item.grade,
    energyLow: item.energy_kcal_low,
    energyHigh: item.energy_kcal_high,
  });
}

/** The amount in words: what was said, with the measure where only its number was: "2 × egg". */
function amountSaid({ quantity, portion }) {
  if (!quantity) return portion;
  const isBare = /^[\d.,/½¼¾⅓⅔-]+$/.test(quantity);
  if (!isBare || !portion) return quantity;
  const one = portion.replace(/^1 /, "");
  if (quantity !== "1") return `${quantity} × ${one}`;
  return one === "usual amount" ? one : `1 ${one}`;
}

/** The line of a food that someone picked; `proposed` is what the words `phrase` were taken for before. */
export function lineFromFood(food, { id = uuid7(), phrase = "", alternatives = [], proposed = null } = {}) {
  const { grams, quantity } = usualAmount(food);
  return withAmount(
    { grams, quantity, grams_low: null, grams_high: null, nutrients: scaled(food.nutrients, grams / 100) },
    {
      id,
      phrase,
      proposed,
      foodId: food.food_id,
      name: food.name,
      state: food.state,
      ...sourceOf(food),
      revision: food.revision,
      path: "picked",
      score: null,
      preparation: null,
      confidence: "picked",
      notes: [],
      questions: [],
      alternatives,
      energyLow: null,
      energyHigh: null,
    },
  );
}

/** The line of a food that was eaten before: as much of it, prepared the same way. */
export function lineAgain(food, item) {
  const line = exactly(lineFromFood(food), item.grams, item.quantity);
  if (!item.preparation || item.food_id !== food.food_id) return line;
  const { grams, quantity, nutrients, preparation } = item;
  const base = { grams, low: null, high: null, quantity, nutrients };
  return { ...line, preparation, notes: [preparedWords(preparation)], base };
}

/** Where a food's figures come from, in the words of a line. */
export function sourceOf(food) {
  const { source, source_id: sourceId, release } = food.provenance.default;
  return { source, sourceId, release };
}

/** How much of a food is meant when nobody says: its serving, its usual portion, else 100 g. */
export function usualAmount(food) {
  if (food.serving_g) return { grams: food.serving_g, quantity: food.serving };
  const usual = food.portions.find((portion) => portion.is_usual) ?? food.portions[0];
  return usual ? { grams: usual.grams, quantity: usual.label } : { grams: 100, quantity: "" };
}

/** `base` is the amount that the multiples ½ 1 1½ 2 count from. */
function withAmount({ grams, grams_low: low, grams_high: high, quantity, nutrients }, line) {
  const amount = { grams, low, high, quantity };
  return { ...line, ...amount, base: { ...amount, nutrients } };
}

/** The line with `factor` times the amount that was understood. */
export function times(line, factor) {
  const { grams, low, high, quantity } = line.base;
  return {
    ...line,
    grams: grams * factor,
    low: low === null ? null : low * factor,
    high: high === null ? null : high * factor,
    quantity: timesInWords(quantity, factor),
  };
}

/** "4 slices" for twice "2 slices", "6 × egg" for twice "3 × egg"; where the noun would change, "2 × 1 slice". */
function timesInWords(quantity, factor) {
  if (factor === 1 || !quantity) return quantity;
  const [, number, rest] = quantity.match(/^(\d+(?:\.\d+)?) (.+)$/) ?? [];
  const product = Number(number) * factor;
  if (/^servings?$/.test(rest)) return `${multiple(product)} ${product > 1 ? "servings" : "serving"}`;
  const isSameNoun = rest?.startsWith("× ") || (Number(number) > 1 ? product > 1 : product <= 1);
  return rest && isSameNoun ? `${multiple(product)} ${rest}` : `${multiple(factor)} × ${quantity}`;
}

/** The line with an amount that someone chose, which is then exact. */
export function exactly(line, grams, quantity = "") {
  return { ...line, grams, quantity, low: null, high: null, questions: [] };
}

/** Which of the multiples the line holds, if it is one. */
export function multipleOf(line) {
  return MULTIPLES.find(
    (factor) => Math.abs(line.grams - line.base.grams * factor) < 0.01 && line.quantity === times(line, factor).quantity,
  );
}

/** The line with another food in its place: as much of it, since the amount was said of the meal. */
export function insteadOf(line, food) {
  const { id, phrase, proposed } = line;
  const fresh = lineFromFood(food, { id, phrase, proposed, alternatives: swapped(line, food) });
  const nutrients = scaled(food.nutrients, line.grams / 100);
  return {
    ...fresh,
    grams: line.grams,
    low: line.low,
    high: line.high,
    quantity: line.quantity,
    base: { grams: line.grams, low: line.low, high: line.high, quantity: line.quantity, nutrients },
  };
}

/** The runners-up with the food that is left among them, so that a change of mind is one tap away. */
function swapped(line, food) {
  if (!line.foodId) return line.alternatives;
  const left = {
    food_id: line.foodId,
    name: line.name,
    energy_kcal_per_100g: perHundred(line.base.nutrients.energy_kcal, line.base.grams),
  };
  return [left, ...line.alternatives.filter(({ food_id: id }) => id !== food.food_id && id !== line.foodId)];
}

const perHundred = (value, grams) => (typeof value === "number" ? (value / grams) * 100 : null);

/** What is in the line's grams. */
export function nutrientsOf(line) {
  return scaled(line.base.nutrients, line.grams / line.base.grams);
}

/** The interval of the line's energy in kcal: that of the analysis, scaled; none once the amount is exact. */
export function energyInterval(line) {
  if (line.low === null || line.energyLow === null) return { low: null, high: null };
  const factor = line.grams / line.base.grams;
  return { low: line.energyLow * factor, high: line.energyHigh * factor };
}

/** A line for what stands in the diary already. */
export function lineFromLogged(item) {
  const { source, source_id: sourceId, release, revision, path, score } = item.provenance;
  return withAmount(item, {
    id: item.id,
    phrase: item.description,
    foodId: item.food_id,
    recipeId: item.recipe_id ?? null,
    recipe: item.provenance.recipe ?? null,
    name: item.name,
    source,
    sourceId,
    release,
    revision,
    path,
    score,
    preparation: item.preparation ?? null,
    notes: [],
    questions: [],
    alternatives: [],
    grade: item.grade ?? undefined,
    energyLow: null,
    energyHigh: null,
  });
}

/** What grading and comparing are told of a line; a recipe has its id in place of a food's. */
export const itemOf = ({ foodId: food_id, recipeId: recipe_id, grams, preparation }) =>
  recipe_id ? { recipe_id, grams } : { food_id, grams, preparation };

/** The line of one's own recipe, as it is now: a serving unless another amount is said. */
export function lineFromRecipe(recipe, { grams = recipe.serving.grams, quantity = "1 serving" } = {}) {
  const { id, name, version, updated_at, serving, pot, grade } = recipe;
  const sources = sourcesOf(recipe);
  return withAmount(
    { grams, quantity, grams_low: null, grams_high: null, nutrients: scaled(recipe.per_100g, grams / 100) },
    {
      id: uuid7(),
      phrase: "",
      foodId: null,
      recipeId: id,
      recipe: { name, version, updated_at, grams: pot.grams, serving_g: serving.grams, sources },
      name,
      source: "recipe",
      sourceId: id,
      release: "",
      revision: version,
      path: "picked",
      score: null,
      preparation: null,
      confidence: "picked",
      notes: [],
      questions: [],
      alternatives: [],
      grade,
      energyLow: null,
      energyHigh: null,
    },
  );
}

/** The tables that a recipe's figures come from: [{source, release}], each once. */
function sourcesOf({ ingredients }) {
  const all = ingredients.flatMap(({ provenance }) => provenance.recipe?.sources ?? [provenance]);
  const named = new Map(all.map(({ source, release }) => [`${source} ${release}`, { source, release }]));
  return [...named.keys()].sort().map((key) => named.get(key));
}

/** The portions of a line's recipe; none where it is a food's, whose own come with the food. */
export function portionsOf({ recipe }) {
  if (!recipe) return [];
  const whole = { label: "the whole pot", grams: recipe.grams, is_usual: false };
  const serving = { label: "1 serving", grams: recipe.serving_g, is_usual: true };
  return [serving, ...(recipe.grams > recipe.serving_g ? [whole] : [])].filter(({ grams }) => grams <= MAX_GRAMS);
}
