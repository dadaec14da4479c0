// What only an account has, said kindly, with the way to one.
import { html } from "lit-html";
import { icon } from "#app/parts/icon.js";

/** The page of a guest who comes to the recipes. */
export function recipesNeedAccount() {
  return html`<div class="columns"><div class="column">
    <a class="back" href="/foods/">${icon("arrow-left")}Foods</a>
    <header class="page-head"><h1 tabindex="-1">Recipes</h1></header>
    <section class="card">
      <h2>Recipes are kept with an account</h2>
      <p>Weigh what goes into the pot once, and from then on “400 g of my stew” is enough. So that your recipes are
        on every device that you cook with, they need an account. What you have logged here can come along.</p>
      <p class="actions">
        <a class="button" href="/accounts/signup/">Create an account</a>
        <a class="button button-soft" href="/accounts/login/">Sign in</a>
      </p>
    </section>
  </div></div>`;
}
