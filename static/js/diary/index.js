// The diary of whoever is here: the account's, or a guest's in this browser.
import { accountDiary } from "#app/diary/account.js";
import * as device from "#app/diary/device.js";
import { creation } from "#app/diary/edits.js";
import { gradeMeal } from "#app/grades.js";
import * as outbox from "#app/diary/outbox.js";
import { user } from "#app/session.js";
import { totals } from "#app/totals.js";

const RECENT_FOODS = 6;

const guestDiary = {
  day: async (day) => ({ meals: await device.mealsOf(day), asOf: null, waiting: 0, refused: [] }),
  recentMeals: async () => (await device.allMeals()).slice(-12).reverse(),
  write: async (edit) => {
    await device.apply(edit);
    return 0;
  },
};

const diary = user ? accountDiary(user.id) : guestDiary;

/**
 * A day: {meals, totals, grade, asOf, waiting, refused}; the earliest meal first. A meal's and the day's grade
 * are undefined where nobody has reckoned them since something changed; see `gradesOf`.
 */
export async function readDay(day) {
  const answer = await diary.day(day);
  const meals = answer.meals.sort((one, other) => moment(one) - moment(other));
  return { ...answer, meals, totals: totals(meals.flatMap((meal) => meal.items)) };
}

/**
 * The grades that a guest's day lacks: {meals, grade} with what the server says of them now, and kept with the
 * meals. Throws Problem, NoNetwork.
 */
export async function gradesOf({ meals, grade }) {
  if (user || !meals.length) return { meals, grade };
  const graded = await Promise.all(meals.map(withGrade));
  const items = graded.flatMap((meal) => meal.items);
  return { meals: graded, grade: graded.length > 1 ? await gradeMeal(items) : graded[0].grade };
}

async function withGrade(meal) {
  if (meal.grade) return meal;
  const grade = await gradeMeal(meal.items);
  await device.keepGrade(meal, grade);
  return { ...meal, grade };
}

const moment = (meal) => Date.parse(meal.eaten_at);

/** Carry out a write of `edits.js`; returns how many writes wait for the network. */
export const write = (edit) => diary.write(edit);

/** What was eaten lately, each food once, as it was eaten last. */
export async function recentItems() {
  const meals = await diary.recentMeals();
  const byFood = new Map();
  for (const item of meals.flatMap((meal) => meal.items)) {
    const id = item.food_id ?? item.recipe_id;
    if (id && !byFood.has(id)) byFood.set(id, item);
  }
  return [...byFood.values()].slice(0, RECENT_FOODS);
}

/** How many meals a guest has kept in this browser. */
export const guestMeals = () => device.countMeals();

/** Forget the meals that a guest has kept in this browser; returns what brings them back. */
export async function forgetGuestMeals() {
  const meals = await device.allMeals();
  await device.forgetAll();
  return () => device.keep(meals);
}

/** Send a guest's meals to the account that is signed in; returns how many still wait. */
export async function adoptGuestMeals() {
  const meals = await device.allMeals();
  await device.handOver(meals, user.id, (meal) => creation(meal, meal.key));
  return (await flush()).left;
}

/** Send what waits: {sent, left}. */
export const flush = () => outbox.flush(user.id);

/** Give up a write that was refused. */
export const giveUp = (entry) => outbox.forget(entry);

/** Try a write again that was refused. */
export async function tryAgain(entry) {
  await outbox.retry(entry);
  return flush();
}
