// A guest's diary: whole meals in this browser, in the shape that the server answers in.
import { transact } from "#app/database.js";
import { fingerprint } from "#app/grades.js";

/** The meals of a day. */
export async function mealsOf(day) {
  return transact(["meals"], "readonly", (meals) => meals.index("local_date").getAll(day));
}

/** Every meal kept here, the oldest first. */
export async function allMeals() {
  const meals = await transact(["meals"], "readonly", (store) => store.getAll());
  return meals.sort((one, other) => one.eaten_at.localeCompare(other.eaten_at));
}

/** Carry out a write of `edits.js`. The key is kept with the meal, to send it under once there is an account. */
export function apply({ key, mealId, after }) {
  return transact(["meals"], "readwrite", (meals) => {
    if (after) meals.put({ ...after, key });
    else meals.delete(mealId);
  });
}

/** Keep `grade` with a meal, unless its foods have changed since it was asked for. */
export function keepGrade({ id, items }, grade) {
  return transact(["meals"], "readwrite", (meals) => {
    meals.get(id).onsuccess = ({ target: { result: kept } }) => {
      if (kept && fingerprint(kept.items) === fingerprint(items)) meals.put({ ...kept, grade });
    };
  });
}

/** How many meals are kept here. */
export function countMeals() {
  return transact(["meals"], "readonly", (meals) => meals.count());
}

/** Hand every meal over to the outbox of `user` in one go: none is lost and none is in both. */
export function handOver(meals, user, writeFor) {
  return transact(["meals", "outbox"], "readwrite", (store, outbox) => {
    for (const meal of meals) {
      outbox.add({ ...writeFor(meal), user });
      store.delete(meal.id);
    }
  });
}

/** Forget every meal kept here. */
export function forgetAll() {
  return transact(["meals"], "readwrite", (meals) => { meals.clear(); });
}

/** Keep meals as they are. */
export function keep(meals) {
  return transact(["meals"], "readwrite", (store) => {
    for (const meal of meals) store.put(meal);
  });
}
