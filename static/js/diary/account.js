// The diary of an account: what the server has, and over it what still waits to be sent.
import { get, NoNetwork } from "#app/api.js";
import { keepNote, note } from "#app/database.js";
import * as outbox from "#app/diary/outbox.js";

/** The diary of user `id`. */
export function accountDiary(id) {
  const cacheKey = (day) => `day ${id} ${day}`;

  /** The server's meals of a day; without a network those it had last, with when that was. */
  async function known(day) {
    try {
      const { meals, grade } = await get(`days/${day}/`);
      await keepNote(cacheKey(day), { meals, grade, at: new Date().toISOString() });
      return { meals, grade, asOf: null };
    } catch (error) {
      if (!(error instanceof NoNetwork)) throw error;
      const kept = await note(cacheKey(day));
      return kept ? { meals: kept.meals, grade: kept.grade, asOf: kept.at } : { meals: [], asOf: "never" };
    }
  }

  return {
    async day(day) {
      const { meals, grade, asOf } = await known(day);
      const queue = await outbox.waiting(id);
      const refused = queue.filter((entry) => entry.refusal);
      const pending = queue.filter((entry) => !entry.refusal);
      const shown = overlaid(meals, pending, day);
      return { meals: shown, grade: pending.length ? undefined : grade, asOf, waiting: pending.length, refused };
    },

    async recentMeals() {
      const { results } = await get("meals/", { page_size: 12 });
      return results;
    },

    /** Carry out a write. Returns how many writes still wait: 0 when it is all sent. */
    async write(edit) {
      await outbox.enqueue(id, edit);
      return (await outbox.flush(id)).left;
    },
  };
}

/** `meals` of a day as they will stand once `queue` is sent. */
export function overlaid(meals, queue, day) {
  const byId = new Map(meals.map((meal) => [meal.id, meal]));
  for (const { mealId, after } of queue) {
    byId.delete(mealId);
    if (after?.local_date === day) byId.set(mealId, { ...after, isWaiting: true });
  }
  return [...byId.values()];
}
