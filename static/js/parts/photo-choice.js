// Choosing a photo: from the device, by camera, dropped or pasted.
import { html, nothing } from "lit-html";
import { percent } from "#app/format.js";
import { icon } from "#app/parts/icon.js";

/**
 * Where a photo is chosen. `onFile` gets its File, `onNothing` is called when something else was dropped; `isReady`
 * and `progress` (0 to 1) say how far the model is, `isChosen` whether there was a photo already.
 */
export function photoChoice({ isReady, isBusy, isChosen, isDragged, progress, onFile, onNothing, onDrag }) {
  const dropped = (event) => {
    event.preventDefault();
    onDrag(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
    else onNothing();
  };
  const over = (event) => {
    event.preventDefault();
    if (!isDragged) onDrag(true);
  };
  return html`<section class="card photo-choice ${isDragged ? "is-dragged" : ""} ${isChosen ? "is-small" : ""}" aria-label="Your photo"
    @dragover=${over} @dragleave=${() => onDrag(false)} @drop=${dropped}>
    <p class="actions">
      ${fileButton({ name: isChosen ? "Choose another" : "Choose a photo", sign: "image-up", isSoft: isChosen, onFile })}
      ${fileButton({ name: "Take a photo", sign: "camera", isSoft: true, isCamera: true, onFile })}
    </p>
    ${isChosen ? nothing : html`<p class="fine pointer-only">Or drop one here, or paste it.</p>`}
    <p class="fine" role="status">${status({ isReady, isBusy, isChosen, progress })}</p>
  </section>`;
}

function status({ isReady, isBusy, isChosen, progress }) {
  if (isReady && isBusy) return "Looking …";
  if (isReady) return isChosen ? nothing : "Ready. It needs no network from here on.";
  if (progress > 0 && progress < 1) return `Fetching the model, once: ${percent(progress)}`;
  if (progress === 1) return "Starting the model …";
  return isBusy ? "Fetching the model …" : nothing;
}

function fileButton({ name, sign, isSoft, isCamera = false, onFile }) {
  const chosen = (event) => {
    const [file] = event.target.files;
    // So that the same file can be chosen again.
    event.target.value = "";
    if (file) onFile(file);
  };
  return html`<label class="button ${isSoft ? "button-soft" : ""} file-button ${isCamera ? "touch-only" : ""}">
    ${icon(sign)}${name}
    <input class="visually-hidden" type="file" accept="image/*" capture=${isCamera ? "environment" : nothing} @change=${chosen} />
  </label>`;
}
