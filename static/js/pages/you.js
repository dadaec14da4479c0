// You: how things are shown, where you are signed in, and what this device keeps.
import { html, nothing } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { inWords, send, get, Problem } from "#app/api.js";
import * as diary from "#app/diary/index.js";
import { capital, count } from "#app/format.js";
import { icon } from "#app/parts/icon.js";
import { announce, toast } from "#app/parts/notices.js";
import { prefer, preferences, user, zone } from "#app/session.js";
import { FOCUSES } from "#app/words.js";

const CHOICES = [
  { name: "region", profile: "region", label: "Words", hint: "Whether chips come hot or in a bag.", options: { US: "American", GB: "British" } },
  { name: "energyUnit", profile: "energy_unit", label: "Energy", hint: "", options: { kcal: "kcal", kJ: "kJ" } },
  { name: "units", profile: "units", label: "Amounts of food", hint: "", options: { metric: "Grams", imperial: "Ounces" } },
];

/** The page of the person. */
export function youPage({ draw }) {
  const state = { meals: 0, devices: [], error: {} };
  const guestLoad = async () => { state.meals = await diary.guestMeals(); draw(); };
  const userLoad = async () => { state.devices = await get("auth/devices/").catch(() => []); draw(); };

  async function save(choice, value) {
    try {
      if (user) await send("PATCH", "profile/", { body: { [choice.profile]: value } });
      prefer({ [choice.name]: value });
      delete state.error[choice.name];
      announce("Saved.");
    } catch (error) {
      state.error[choice.name] = error instanceof Problem ? error.about(choice.profile) : inWords(error);
    }
    draw();
  }

  async function signOutDevice(device) {
    try {
      await send("DELETE", `auth/devices/${device.id}`);
      toast(`${device.name} is signed out.`);
      await userLoad();
    } catch (error) {
      toast(inWords(error));
    }
  }

  async function forget() {
    const bringBack = await diary.forgetGuestMeals();
    await guestLoad();
    toast("Deleted from this device.", { action: { label: "Undo", run: () => bringBack().then(guestLoad) } });
  }

  guestLoad();
  if (user) userLoad();
  return { title: "You", view };

  function view() {
    return html`<div class="columns"><div class="column">
      <header class="page-head"><div>
        <h1 tabindex="-1">You</h1>
        <p class="under-title">${user ? user.email : "A guest on this device"}</p>
      </div></header>
      ${user ? nothing : guest()}
      ${shown()}
      ${learning()}
      ${user ? recipes() : nothing}
      ${user ? account() : nothing}
    </div></div>`;
  }

  function guest() {
    return html`<section class="card">
      <h2>Your diary is on this device</h2>
      <p>${state.meals ? `${count(state.meals, "meal")} so far.` : "Nothing is kept yet."}
        What you write is sent to us to be looked up, not to be kept; only words that we do not
        know${preferences.sharesCorrections ? " and what you change of our proposals" : nothing} are noted, without who
        wrote them, to learn from them. With an account, your diary is on every device that you sign in on,
        and what is here can be added to it.</p>
      <p class="actions">
        <a class="button" href="/accounts/signup/">Create an account</a>
        <a class="button button-soft" href="/accounts/login/">Sign in</a>
      </p>
      ${state.meals ? html`<button class="button button-quiet button-danger" @click=${forget}>${icon("trash-2")}Delete what is on this device</button>` : nothing}
    </section>`;
  }

  function shown() {
    return html`<section class="card">
      <h2>How things are shown</h2>
      ${CHOICES.map(choiceField)}
      ${focusField()}
      ${dayStart()}
      <p class="fine">Meals are logged in the time zone of this device${zone ? `, ${zone.replaceAll("_", " ")}` : ""}.</p>
    </section>`;
  }

  function choiceField(choice) {
    return html`<fieldset class="choice">
      <legend class="field-label">${choice.label}</legend>
      <div class="segments">
        ${Object.entries(choice.options).map(
          ([value, label]) => html`<label class="segment">
            <input type="radio" name=${choice.name} value=${value} .checked=${preferences[choice.name] === value}
              @change=${() => save(choice, value)} /><span>${label}</span></label>`,
        )}
      </div>
      ${choice.hint ? html`<p class="fine">${choice.hint}</p>` : nothing}
      ${state.error[choice.name] ? html`<p class="error" role="alert">${state.error[choice.name]}</p>` : nothing}
    </fieldset>`;
  }

  function focusField() {
    const choice = { name: "focus", profile: "wellness_focus" };
    return html`<label class="field choice">
      <span class="field-label">What matters most to you</span>
      <select @change=${(event) => save(choice, event.target.value)}>
        ${Object.entries(FOCUSES).map(([key, { phrase }]) => html`<option value=${key} ?selected=${key === preferences.focus}>${capital(phrase)}</option>`)}
      </select>
      <span class="fine">${state.error.focus ? html`<span class="error" role="alert">${state.error.focus}</span>` : "Foods are graded and compared for it first."}</span>
    </label>`;
  }

  function dayStart() {
    const choice = { name: "dayStartsAt", profile: "day_starts_at" };
    const error = state.error.dayStartsAt;
    return html`<label class="field choice">
      <span class="field-label">A day starts at</span>
      <input type="time" min="00:00" max="11:59" required .value=${preferences.dayStartsAt}
        aria-invalid=${error ? "true" : nothing} aria-describedby="day-start-note"
        @change=${(event) => event.target.value && save(choice, event.target.value)} />
      <span class="fine" id="day-start-note">${error ? html`<span class="error">${error}</span>` : "What you eat before then counts for the day before. Days gone by stay as they were."}</span>
    </label>`;
  }

  function learning() {
    const choice = { name: "sharesCorrections", profile: "shares_corrections" };
    const error = state.error.sharesCorrections;
    return html`<section class="card">
      <label class="switch">
        <h2>Help improve the matches</h2>
        <input type="checkbox" role="switch" aria-describedby="learning-note" .checked=${live(preferences.sharesCorrections)}
          @change=${(event) => save(choice, event.target.checked)} />
      </label>
      <p class="fine" id="learning-note">When you change a food or an amount that we proposed, the words for the food, our
        proposal and your choice are counted, without who you are or when it was, and a curator decides what to learn from it.
        ${user ? nothing : "This choice stays on this device."}</p>
      ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
    </section>`;
  }

  function recipes() {
    return html`<section class="card">
      <h2>Your recipes</h2>
      <p>What you cook again and again, weighed once.</p>
      <p class="actions"><a class="button button-soft" href="/recipes/">${icon("cooking-pot")}Open recipes</a></p>
    </section>`;
  }

  function account() {
    return html`<section class="card">
      <h2>Where you are signed in</h2>
      <ul class="devices">${state.devices.map(deviceRow)}</ul>
      <p class="actions">
        <a class="button button-soft" href="/accounts/password/change/">Change password</a>
        <a class="button button-soft" href="/accounts/logout/">${icon("log-out")}Sign out</a>
      </p>
    </section>`;
  }

  function deviceRow(device) {
    return html`<li>
      ${icon("monitor")}<span>${device.name}${device.current ? html` <span class="fine">this one</span>` : nothing}</span>
      ${device.current ? nothing : html`<button class="link" @click=${() => signOutDevice(device)}>Sign out<span class="visually-hidden"> ${device.name}</span></button>`}
    </li>`;
  }
}
