// The words for what the server names by a key.

const SOURCES = {
  fndds: "USDA FNDDS",
  sr28: "USDA SR",
  foundation: "USDA Foundation",
  curator: "Platewise",
  recipe: "Your recipe",
  usda_fdc: "USDA FoodData Central",
  open_food_facts: "Open Food Facts",
  edamam: "Edamam",
  supermarket: "Supermarket",
  decompose: "Sum of ingredients",
  estimate: "Estimate",
};

/** "USDA FNDDS 2021-2023"; several that a figure was computed from are joined, "USDA SR + USDA Foundation". */
export function sourceName(source, release = "") {
  const name = source.split("+").map(sourceShort).join(" + ");
  return release ? `${name} ${release}` : name;
}

/** "USDA FNDDS", for where there is no room for the release. */
export const sourceShort = (source) => SOURCES[source] ?? source;

const STATES = {
  imported: "taken over from the source as it is",
  reviewed: "looked over by a curator",
  verified: "checked by a dietitian",
};

/** What a state means, in a sentence's part. */
export const stateMeaning = (state) => STATES[state] ?? state;

const CONFIDENCE = {
  likely: "Likely what you meant",
  possible: "Possibly what you meant",
  uncertain: "We are not sure about this one",
};

/** What a confidence means, in full. */
export const confidenceMeaning = (confidence) => CONFIDENCE[confidence] ?? "";

const GROUPS = {
  energy: "Energy and water",
  macronutrients: "Protein, carbohydrate and fat",
  fats: "Kinds of fat",
  minerals: "Minerals",
  vitamins: "Vitamins",
  "amino acids": "Amino acids",
  other: "Other",
};

/** The heading of a group of nutrients. */
export const groupName = (group) => GROUPS[group] ?? group;

/** "granola", "raisins" of "Crunchy granola, with raisins": what to type to find foods of the kind. */
export const nounsOf = (name) => name.toLowerCase().split(",").map((part) => part.trim().split(/\s+/).at(-1)).filter(Boolean);

/** "deep-fried": the word for a preparation. */
export const preparationWord = (preparation) => preparation.replaceAll("_", "-");

/** "grilled · reckoned from the raw food": what was done to the figures. */
export const preparedWords = (preparation) => `${preparationWord(preparation)} · reckoned from the raw food`;

/**
 * Where a food's figure of a nutrient comes from: "USDA SR 28, no. 05064"; with a preparation, what it was
 * reckoned from: "grilled · reckoned from the raw food: USDA SR 28, no. 05064".
 */
export function originIn(provenance, key, preparation = null) {
  const origin = ownOrigin(provenance, key);
  return preparation ? `${preparedWords(preparation)}: ${origin}` : origin;
}

function ownOrigin(provenance, key) {
  const { source, source_id: id, release, recipe } = provenance.default;
  if (recipe) return `your recipe, from ${recipe.sources.map((each) => sourceName(each.source, each.release)).join(" and ")}`;
  const whole = `${sourceName(source, release)}${id ? `, no. ${id}` : ""}`;
  const [own, derivation] = provenance.nutrients[key] ?? [];
  if (!own) return whole;
  const name = own === source ? whole : sourceName(own);
  return derivation ? `${name}, ${derivation}` : name;
}

const FOOD_CLASSES = {
  general: "food in general",
  red_meat: "red meat",
  cheese: "cheese",
  fats_oils_nuts_seeds: "fats, oils, nuts and seeds",
  beverage: "a drink",
  water: "water",
};

/** "a drink": a class of the Nutri-Score, as what a food is graded. */
export const foodClass = (key) => FOOD_CLASSES[key] ?? key.replaceAll("_", " ");

/** The ten focuses: a name, and what a sentence says for it. */
export const FOCUSES = {
  balanced: { name: "Balanced", phrase: "overall balance" },
  heart_health: { name: "Heart", phrase: "the heart" },
  blood_sugar: { name: "Blood sugar", phrase: "blood sugar" },
  weight_loss: { name: "Weight", phrase: "weight" },
  muscle_building: { name: "Muscle", phrase: "muscle" },
  energy: { name: "Energy", phrase: "lasting energy" },
  gut_health: { name: "Gut", phrase: "the gut" },
  brain: { name: "Brain", phrase: "the brain" },
  bone_joint: { name: "Bones and joints", phrase: "bones and joints" },
  immunity: { name: "Immunity", phrase: "immunity" },
};
