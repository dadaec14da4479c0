// What a day has to tell before its meals: what waits, what was refused, what is not logged yet.
import { html, nothing } from "lit-html";
import { inWords } from "#app/api.js";
import * as diary from "#app/diary/index.js";
import { keepDraft } from "#app/draft.js";
import { capital, count, list } from "#app/format.js";
import { icon } from "#app/parts/icon.js";
import { toast } from "#app/parts/notices.js";
import { user } from "#app/session.js";

/** The notices for the state of a day's page; `reload` reads the day again. */
export function notices({ state, reload }) {
  const { answer, draft, guestMeals } = state;
  return html`
    ${draft?.lines.length ? draftNotice(draft, reload) : nothing}
    ${user && guestMeals ? guestNotice(guestMeals, reload) : nothing}
    ${answer?.waiting || answer?.asOf ? waitingNotice(answer, reload) : nothing}
    ${answer?.refused.map((entry) => refusedNotice(entry, reload))}`;
}

function draftNotice(draft, reload) {
  const discard = async () => {
    await keepDraft(undefined);
    await reload();
    toast("Discarded.", { action: { label: "Undo", run: () => keepDraft(draft).then(reload) } });
  };
  return html`<section class="note">
    ${icon("pencil")}
    <div>
      <p><strong>${capital(draft.kind)} is not logged yet.</strong> ${list(draft.lines.map(({ name }) => name))}</p>
      <p class="note-actions"><a class="link" href="/review/">Review it</a><button class="link" @click=${discard}>Discard</button></p>
    </div>
  </section>`;
}

function guestNotice(meals, reload) {
  const adopt = async () => {
    try {
      const left = await diary.adoptGuestMeals();
      toast(left ? `No network: kept here, will be sent later (${left} waiting).` : "They are in your account now.");
    } catch (error) {
      toast(inWords(error));
    }
    await reload();
  };
  const forget = async () => {
    const bringBack = await diary.forgetGuestMeals();
    await reload();
    toast("Deleted from this device.", { action: { label: "Undo", run: () => bringBack().then(reload) } });
  };
  return html`<section class="note">
    ${icon("smartphone")}
    <div>
      <p><strong>${count(meals, "meal")} from before you signed in.</strong> They are on this device only.</p>
      <p class="note-actions">
        <button class="link" @click=${adopt}>Add to my account</button>
        <button class="link" @click=${forget}>Delete</button>
      </p>
    </div>
  </section>`;
}

function waitingNotice({ waiting, asOf }, reload) {
  const kept = waiting ? `Kept here, will be sent later (${waiting} waiting).` : "This is what this device knew last.";
  const retry = () => diary.flush().then(reload);
  return html`<section class="note">
    ${icon("cloud-off")}
    <div>
      <p><strong>${asOf ? "No network." : "Not sent yet."}</strong> ${kept}</p>
      <p class="note-actions"><button class="link" @click=${retry}>Try now</button></p>
    </div>
  </section>`;
}

function refusedNotice(entry, reload) {
  const giveUp = () => diary.giveUp(entry).then(reload);
  const again = () => diary.tryAgain(entry).then(reload);
  return html`<section class="note note-error" role="alert">
    ${icon("triangle-alert")}
    <div>
      <p><strong>${entry.after ? capital(entry.after.kind) : "A deletion"} was not accepted:</strong> ${entry.refusal} It is still kept on this device.</p>
      <p class="note-actions">
        <button class="link" @click=${again}>Try again</button>
        <button class="link" @click=${giveUp}>Give it up</button>
      </p>
    </div>
  </section>`;
}
