/* The form of a preparation: what it makes of a chosen food follows what is typed, before anything is saved. */

const QUIET_MS = 300;

function follow(section) {
  const form = document.getElementById("preparation_form");
  const food = section.querySelector("select");
  const effect = section.querySelector("[data-effect]");
  let timer = 0;
  let asked = 0;

  async function look() {
    const mine = ++asked;
    const said = new FormData(form);
    said.set("food", food.value);
    said.set("preparation", section.dataset.preparation);
    const answer = await fetch(section.dataset.preparationPreview, { method: "POST", body: said }).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    effect.innerHTML = await answer.text();
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(look, QUIET_MS);
  }

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  // The pickers of foods and categories tell of a choice by jQuery only.
  const jquery = window.django?.jQuery;
  jquery?.(form).on("change", soon);
  jquery?.(food).on("change", soon);
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-preparation-preview]").forEach(follow);
});
