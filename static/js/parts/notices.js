// What the page says aloud: a word on what happened, with a way back where there is one.
import { html, nothing, render } from "lit-html";
import { icon } from "#app/parts/icon.js";

const SHOWN_MS = 8_000;
const toastPlace = document.querySelector("#toast");
const voice = document.querySelector("#voice");
let timer;

/** Tell people who cannot see the page what changed on it. */
export function announce(text) {
  voice.textContent = "";
  requestAnimationFrame(() => {
    voice.textContent = text;
  });
}

/** Say `text` for a few seconds; `action` {label, run} is offered for as long. */
export function toast(text, { action } = {}) {
  const close = () => render(nothing, toastPlace);
  const act = () => {
    close();
    action.run();
  };
  render(
    html`<div class="toast ${action ? "toast-with-action" : ""}" @pointerenter=${hold} @pointerleave=${release} @focusin=${hold} @focusout=${release}>
      <span>${text}</span>
      ${action ? html`<button class="toast-action" @click=${act}>${icon("undo-2")}${action.label}</button>` : nothing}
    </div>`,
    toastPlace,
  );
  release();

  function hold() {
    clearTimeout(timer);
  }
  function release() {
    clearTimeout(timer);
    timer = setTimeout(close, SHOWN_MS);
  }
}

/** Whether someone moves around by keyboard at this moment. */
export const isByKeyboard = () => document.activeElement?.matches(":focus-visible") ?? false;

/** Put the focus on the toast's way back, for someone who came by keyboard. */
export function focusToastAction() {
  toastPlace.querySelector("button")?.focus();
}
