/* The food's form: the Nutri-Score and the shares of a day follow what is typed, before anything is saved. */

const QUIET_MS = 250;

function follow(columns) {
  const form = columns.closest("form");
  const panel = columns.querySelector("[data-panel]");
  const stage = columns.querySelector("[data-life-stage]");
  let timer = 0;
  let asked = 0;

  async function judge() {
    const mine = ++asked;
    const said = new FormData(form);
    said.set("food", columns.dataset.food);
    said.set("life_stage", stage.value);
    const answer = await fetch(columns.dataset.preview, { method: "POST", body: said }).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    const { panel: html, percents } = await answer.json();
    panel.innerHTML = html;
    for (const cell of columns.querySelectorAll("[data-share]")) {
      const percent = percents[cell.dataset.share];
      cell.textContent = percent == null ? "" : `${Math.round(percent)} %`;
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(judge, QUIET_MS);
  }

  columns.addEventListener("input", soon);
  columns.addEventListener("change", soon);
  // The category's picker tells of a choice by jQuery only.
  window.django?.jQuery?.(columns).on("change", soon);
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-preview]").forEach(follow);
});
