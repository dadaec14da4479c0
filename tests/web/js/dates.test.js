import assert from "node:assert/strict";
import { test } from "node:test";
import { addDays, dayInWords, dayOf, dayTitle, isDay, kindAt, momentAt, usualMoment, wallClock } from "#app/dates.js";

test("a day is the one on the wall, not that of UTC", () => {
  const moment = new Date("2026-11-20T23:30:00Z");
  assert.equal(dayOf(moment, "00:00", "Europe/London"), "2026-11-20");
  assert.equal(dayOf(moment, "00:00", "Europe/Berlin"), "2026-11-21");
  assert.deepEqual(wallClock(moment, "America/New_York"), { day: "2026-11-20", time: "18:30" });
});

test("before the day starts it is still yesterday", () => {
  const moment = new Date("2026-11-20T02:30:00Z");
  assert.equal(dayOf(moment, "04:00", "UTC"), "2026-11-19");
  assert.equal(dayOf(moment, "02:30", "UTC"), "2026-11-20");
});

test("days are counted over months, years and the change of the clocks", () => {
  assert.equal(addDays("2026-12-31", 1), "2027-01-01");
  assert.equal(addDays("2028-03-01", -1), "2028-02-29");
  assert.equal(addDays("2026-10-24", 2), "2026-10-26");
});

test("only days of the calendar are days", () => {
  assert.ok(isDay("2026-11-20"));
  for (const text of ["2026-02-30", "20.11.2026", "", null, undefined, "2026-11-20T00:00"]) assert.ok(!isDay(text));
});

test("near days have a name, the others a date", () => {
  assert.equal(dayTitle("2026-11-20", "2026-11-20"), "Today");
  assert.equal(dayTitle("2026-11-19", "2026-11-20"), "Yesterday");
  assert.equal(dayTitle("2026-11-13", "2026-11-20"), "Friday 13 November");
  assert.equal(dayInWords("2025-11-20", "2026-11-20"), "Thursday 20 November 2025");
});

test("the clock names the meal", () => {
  const kinds = ["07:30", "12:30", "16:00", "19:00", "23:30"].map(kindAt);
  assert.deepEqual(kinds, ["breakfast", "lunch", "snack", "dinner", "snack"]);
});

test("a meal that has passed is taken at its usual time, one that is due is now", () => {
  const evening = momentAt("2026-11-20", "20:00");
  const on = (kind, day) => usualMoment(kind, day, "2026-11-20", evening)?.getTime();
  assert.equal(on("breakfast", "2026-11-20"), momentAt("2026-11-20", "08:00").getTime());
  assert.equal(on("dinner", "2026-11-20"), undefined);
  assert.equal(on("snack", "2026-11-20"), undefined);
  assert.equal(on("dinner", "2026-11-18"), momentAt("2026-11-18", "19:00").getTime());
  assert.equal(usualMoment("dinner", "2026-11-20", "2026-11-20", momentAt("2026-11-20", "09:00")), undefined);
});
