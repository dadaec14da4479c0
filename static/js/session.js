// Who is here, and how they like things shown. A guest's wishes stay in this browser.
import { browserZone } from "#app/dates.js";
import { useUnits } from "#app/format.js";

const KEY = "platewise.preferences";
const given = document.documentElement.dataset;

/** The signed-in user, or null for a guest. */
export const user = given.user ? { id: given.user, email: given.email } : null;

/** Whether the profile has ever been stored; until then it holds only defaults. */
export const isProfileStored = given.profile === "stored";

const fromBrowser = () => ({
  region: navigator.language === "en-US" || !navigator.language?.startsWith("en") ? "US" : "GB",
  units: "metric",
  energyUnit: "kcal",
  dayStartsAt: "00:00",
  focus: "balanced",
  sharesCorrections: false,
});

const fromProfile = () => ({
  region: given.region,
  units: given.units,
  energyUnit: given.energyUnit,
  dayStartsAt: given.dayStartsAt,
  focus: given.focus,
  sharesCorrections: given.sharesCorrections === "yes",
});

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    return {};
  }
}

/**
 * region "US" | "GB", units "metric" | "imperial", energyUnit "kcal" | "kJ", dayStartsAt "HH:MM", focus of
 * `words.js`, sharesCorrections: what was agreed to as a guest does not hold for an account.
 */
export const preferences =
  user && isProfileStored ? fromProfile() : { ...fromBrowser(), ...stored(), ...(user ? { sharesCorrections: false } : {}) };

/** The zone that meals are logged in: where the browser is. */
export const zone = browserZone() ?? given.timeZone;

/** Change preferences from now on; a guest's are kept in this browser. */
export function prefer(changes) {
  Object.assign(preferences, changes);
  if (!user) {
    try {
      localStorage.setItem(KEY, JSON.stringify(preferences));
    } catch {
      // This browser keeps nothing: the wish holds until the page is left.
    }
  }
  applyUnits();
}

function applyUnits() {
  useUnits({ energyUnit: preferences.energyUnit, system: preferences.units });
}

applyUnits();
