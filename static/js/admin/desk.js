// The desk by keyboard: j and k from row to row, a and d press a row's first and second button.

const desk = document.querySelector("[data-desk]");

const rows = () => [...desk.querySelectorAll("[data-row]")];
const current = () => document.activeElement?.closest?.("[data-row]");

function step(by) {
  const all = rows();
  const at = all.indexOf(current());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  next?.querySelector("a, button")?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(number) {
  current()?.querySelectorAll(".row-acts .act")[number]?.click();
}

const keys = { j: () => step(1), k: () => step(-1), a: () => press(0), d: () => press(1) };

desk?.ownerDocument.addEventListener("keydown", (event) => {
  const writes = event.target.closest("input, select, textarea, [contenteditable], .select2-container");
  if (writes || event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
});
