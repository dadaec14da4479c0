// Figures in words. kcal without decimals, grams with at most one; unknown is said, never shown as zero.

const KJ_PER_KCAL = 4.184;
const GRAMS_PER_OUNCE = 28.349523125;
/** An interval narrower than this share of the figure says nothing that the figure does not say. */
const NARROW = 0.04;

const units = { energy: "kcal", system: "metric" };

/** Show energy in "kcal" or "kJ", and food in grams ("metric") or ounces ("imperial"). */
export function useUnits({ energyUnit, system }) {
  units.energy = energyUnit === "kJ" ? "kJ" : "kcal";
  units.system = system === "imperial" ? "imperial" : "metric";
}

/** `value` with at most `decimals` decimals, thousands set apart; below zero with a minus, not a hyphen. */
export function number(value, decimals = 0) {
  const text = new Intl.NumberFormat("en", { maximumFractionDigits: decimals, signDisplay: "negative" }).format(value);
  return text.replace("-", "−");
}

/** "+15", "−4", "0": what is added or taken away. */
export function signed(value, decimals = 0) {
  const text = number(value, decimals);
  return value > 0 && text !== "0" ? `+${text}` : text;
}

const isKnown = (value) => value !== null && value !== undefined;
const inEnergyUnit = (kcal) => (units.energy === "kJ" ? kcal * KJ_PER_KCAL : kcal);

/** The unit that energy is shown in. */
export const energyUnit = () => units.energy;

/** "1,240": energy without its unit. */
export function energyFigure(kcal) {
  return isKnown(kcal) ? number(inEnergyUnit(kcal)) : "–";
}

/** "182 kcal". */
export function energy(kcal) {
  return isKnown(kcal) ? `${energyFigure(kcal)} ${units.energy}` : "energy unknown";
}

const isWide = (value, low, high) =>
  isKnown(value) && isKnown(low) && isKnown(high) && high - low > NARROW * value;

/** "260–400", or nothing when the energy is as good as certain. */
export function energyRange(kcal, low, high) {
  return isWide(kcal, low, high) ? `${energyFigure(low)}–${energyFigure(high)}` : "";
}

/** The unit that amounts of food are written in. */
export const massUnit = () => (units.system === "imperial" ? "oz" : "g");

/** Grams in the person's unit, as a number to be edited. */
export function fromGrams(grams) {
  if (units.system === "imperial") return Math.round((grams / GRAMS_PER_OUNCE) * 10) / 10;
  return grams < 10 ? Math.round(grams * 10) / 10 : Math.round(grams);
}

/** The person's unit in grams. */
export function toGrams(amount) {
  return units.system === "imperial" ? amount * GRAMS_PER_OUNCE : amount;
}

/** "122 g", below ten "7.5 g". */
export function mass(grams) {
  return isKnown(grams) ? `${number(fromGrams(grams), 1)} ${massUnit()}` : "";
}

/** "122 g", and where it is uncertain "122 g (100–150)". */
export function massRange(grams, low, high) {
  if (!isWide(grams, low, high)) return mass(grams);
  return `${mass(grams)} (${number(fromGrams(low), 1)}–${number(fromGrams(high), 1)})`;
}

/** "3.2 mg" of a nutrient; what would round to nothing is "< 0.1 mg". */
export function amount(value, { decimals, unit }) {
  if (!isKnown(value)) return "unknown";
  const least = 10 ** -decimals;
  const text = value > 0 && value < least / 2 ? `< ${number(least, decimals)}` : number(value, decimals);
  return `${text} ${unit}`;
}

/** A sum in which some foods may not be known: "≥ 12 mg (1 unknown)". */
export function sum(value, unknownFoods, nutrient) {
  if (!isKnown(value)) return "unknown";
  const text = nutrient.key === "energy_kcal" ? energy(value) : amount(value, nutrient);
  return unknownFoods ? `≥ ${text} (${unknownFoods} unknown)` : text;
}

/** "48 %" of a share between 0 and 1. */
export function percent(share) {
  return share > 0 && share < 0.005 ? "< 1 %" : `${number(share * 100)} %`;
}

/** "2 foods", "1 food". */
export function count(quantity, one, many = `${one}s`, decimals = 0) {
  return `${number(quantity, decimals)} ${Math.abs(quantity) === 1 ? one : many}`;
}

/** "2 slices · 66 g", "150 g": how much in words and grams, without saying grams twice. */
export function howMuch(quantity, grams, low, high) {
  const isWeight = /(?:^|× )[\d.,]+ ?g(?:rams?)?$/.test(quantity);
  const words = quantity && !isWeight ? `${measure(quantity)} · ` : "";
  return words + massRange(grams, low, high);
}

const MULTIPLES = { 0.5: "½", 1.5: "1½" };

/** "1½" for 1.5. */
export function multiple(value) {
  return MULTIPLES[value] ?? number(value, 2);
}

const FRACTIONS = { "1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾" };

/** "1½ cups" for "1 1/2 cups". */
export function measure(text) {
  return text.replace(/(?:(?<=\d) )?\b([123]\/[234])\b/g, (written, fraction) => FRACTIONS[fraction] ?? written);
}

/** "Lunch" for "lunch". */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "eggs, toast and juice" */
export function list(words) {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(words);
}
