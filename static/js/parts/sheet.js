// The sheet that "Add" brings up from below. The dialog element keeps the focus in it and gives it back.
import { html, render } from "lit-html";
import { composer } from "#app/parts/composer.js";
import { icon } from "#app/parts/icon.js";
import { currentPath, go } from "#app/router.js";

const dialog = document.querySelector("#sheet");
let wishes = {};

const words = composer({
  draw,
  start: () => wishes,
  onFound: (address) => {
    dialog.close();
    go(address);
  },
});

/** Open the sheet; `kind` and `eatenAt` say which meal it is for. On Review, what is found joins the draft. */
export function openSheet({ kind, eatenAt } = {}) {
  wishes = { kind, eatenAt, isAdding: currentPath() === "/review/" };
  draw();
  words.refresh();
  dialog.showModal();
  words.focus();
}

dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("a[href]")) dialog.close();
});

function draw() {
  render(
    html`<div class="sheet-body">
      <button class="icon-button sheet-close" @click=${() => dialog.close()}>
        ${icon("x")}<span class="visually-hidden">Close</span>
      </button>
      ${words.view()}
    </div>`,
    dialog,
  );
}
