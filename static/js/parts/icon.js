// Icons from the sprite. They only ever repeat what a word says, so nothing reads them out.
import { html } from "lit-html";

const sprite = document.documentElement.dataset.icons;

/** The icon `name` of static/icons.svg. */
export const icon = (name) =>
  html`<svg class="icon" aria-hidden="true"><use href="${sprite}#${name}"></use></svg>`;
