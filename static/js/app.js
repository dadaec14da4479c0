// The start of the pages.
import { send } from "#app/api.js";
import { browserZone } from "#app/dates.js";
import { flush } from "#app/diary/index.js";
import { comparePage } from "#app/pages/compare.js";
import { foodPage } from "#app/pages/food.js";
import { foodsPage } from "#app/pages/foods.js";
import { productPage } from "#app/pages/product.js";
import { recipeEditorPage } from "#app/pages/recipe-editor.js";
import { recipePage } from "#app/pages/recipe.js";
import { recipesPage } from "#app/pages/recipes.js";
import { recognitionPage } from "#app/pages/recognition.js";
import { reviewPage } from "#app/pages/review.js";
import { todayPage } from "#app/pages/today.js";
import { youPage } from "#app/pages/you.js";
import { toast } from "#app/parts/notices.js";
import { openSheet } from "#app/parts/sheet.js";
import { start } from "#app/router.js";
import { isProfileStored, preferences, user } from "#app/session.js";

const RETRY_MS = 60_000;

/** Send what waits, and tell the page that is open when something went. */
async function sendWaiting() {
  const { sent } = await flush().catch(() => ({ sent: 0 }));
  if (sent) dispatchEvent(new CustomEvent("platewise:sent"));
}

/** A new account takes its words and its zone from the browser that it was made in. */
async function introduce() {
  const { region, energyUnit: energy_unit, units, dayStartsAt: day_starts_at, focus: wellness_focus } = preferences;
  const body = { region, energy_unit, units, day_starts_at, wellness_focus };
  const zone = browserZone();
  await send("PATCH", "profile/", { body: zone ? { ...body, time_zone: zone } : body }).catch(() => {});
}

for (const link of document.querySelectorAll("a[data-add]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    openSheet();
  });
}

start([
  [/^\/$/, todayPage],
  [/^\/review\/$/, reviewPage],
  [/^\/foods\/$/, foodsPage],
  [/^\/foods\/(\d+)\/$/, foodPage],
  [/^\/products\/(\d{8}|\d{12,14})\/$/, productPage],
  [/^\/compare\/$/, comparePage],
  [/^\/recipes\/$/, recipesPage],
  [/^\/recipes\/new\/$/, recipeEditorPage],
  [/^\/recipes\/([0-9a-f-]{36})\/$/, recipePage],
  [/^\/recipes\/([0-9a-f-]{36})\/edit\/$/, recipeEditorPage],
  [/^\/recognition\/$/, recognitionPage],
  [/^\/you\/$/, youPage],
]);

for (const message of document.querySelectorAll("#messages li")) {
  toast(message.textContent);
  message.remove();
}

if (user) {
  if (!isProfileStored) introduce();
  addEventListener("online", sendWaiting);
  setInterval(sendWaiting, RETRY_MS);
  sendWaiting();
}
