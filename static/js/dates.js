// Days and times as the person's own clock shows them. A day is "YYYY-MM-DD"; a moment is a Date.

export const KINDS = ["breakfast", "lunch", "dinner", "snack"];

/** When a meal of a kind is usually eaten: for one that is added to a day gone by. */
const USUAL_TIME = { breakfast: "08:00", lunch: "13:00", dinner: "19:00", snack: "16:00" };

/** The zone of this browser; undefined where it does not tell. */
export function browserZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone && zone !== "Etc/Unknown" ? zone : undefined;
}

/** The wall clock at `moment` in `zone` (else the browser's): {day, time "HH:MM"}. */
export function wallClock(moment, zone = browserZone()) {
  const options = {
    timeZone: zone, hourCycle: "h23",
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  };
  const parts = new Intl.DateTimeFormat("en-GB", options).formatToParts(moment);
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return { day: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}` };
}

/** The day that `moment` belongs to: before `dayStartsAt` it is still yesterday. */
export function dayOf(moment, dayStartsAt = "00:00", zone = browserZone()) {
  const { day, time } = wallClock(moment, zone);
  return time < dayStartsAt ? addDays(day, -1) : day;
}

/** The day `count` days after `day`. */
export function addDays(day, count) {
  const moment = new Date(`${day}T12:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + count);
  return moment.toISOString().slice(0, 10);
}

/** Whether `text` names a day of the calendar. */
export function isDay(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text ?? "")) return false;
  const moment = new Date(`${text}T12:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

/** "Friday 20 November", with the year unless it is that of `today`. */
export function dayInWords(day, today = day) {
  const options = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" };
  if (day.slice(0, 4) !== today.slice(0, 4)) options.year = "numeric";
  return new Intl.DateTimeFormat("en-GB", options).format(new Date(`${day}T12:00:00Z`)).replace(",", "");
}

/** "Today", "Yesterday", "Tomorrow", else "Friday 20 November". */
export function dayTitle(day, today) {
  const near = { [today]: "Today", [addDays(today, -1)]: "Yesterday", [addDays(today, 1)]: "Tomorrow" };
  return near[day] ?? dayInWords(day, today);
}

/** The meal that someone eats at `time` "HH:MM". */
export function kindAt(time) {
  if (time >= "04:00" && time < "11:00") return "breakfast";
  if (time >= "11:00" && time < "15:00") return "lunch";
  if (time >= "17:30" && time < "22:00") return "dinner";
  return "snack";
}

/** The moment when the browser's clock shows `time` on `day`. */
export function momentAt(day, time) {
  return new Date(`${day}T${time}:00`);
}

/**
 * When a `kind` of meal is taken to be eaten on `day`: at its usual time, but today not before that time has
 * come. undefined is now, whenever that will be.
 */
export function usualMoment(kind, day, today, now = new Date()) {
  const usual = momentAt(day, USUAL_TIME[kind] ?? "12:00");
  if (day !== today) return usual;
  const isNow = !kind || kind === "snack" || kind === kindAt(wallClock(now).time) || usual > now;
  return isNow ? undefined : usual;
}
