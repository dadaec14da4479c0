// Draws static/icons.svg from Lucide: `npm run icons` after a change of the list or of the version.
import { readFileSync, writeFileSync } from "node:fs";

const NAMES = [
  "calendar-days", "carrot", "user-round", "plus", "chevron-left", "chevron-right", "chevron-down",
  "x", "search", "trash-2", "undo-2", "check", "circle-question-mark", "cloud-off", "smartphone", "pencil",
  "arrow-left", "log-out", "triangle-alert", "info", "rotate-ccw", "monitor",
  "scale", "minus", "award", "cooking-pot",
  "camera", "image-up", "lock",
];
const LUCIDE = new URL("../node_modules/lucide-static/", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", LUCIDE), "utf8"));

const symbols = NAMES.map((name) => {
  const drawing = readFileSync(new URL(`icons/${name}.svg`, LUCIDE), "utf8");
  const strokes = drawing.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${strokes.replace(/\s*\n\s*/g, "")}</symbol>`;
});
const notice = `Lucide ${version}, ISC licence, (c) Lucide Contributors; parts from Feather, MIT licence, (c) Cole Bemis.`;
const sprite = `<svg xmlns="http://www.w3.org/2000/svg">\n<!-- ${notice} -->\n${symbols.join("\n")}\n</svg>\n`;

writeFileSync(new URL("../static/icons.svg", import.meta.url), sprite);
console.log(`static/icons.svg: ${NAMES.length} icons of Lucide ${version}, ${sprite.length} bytes`);
