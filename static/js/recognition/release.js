// The release of the food classifier: its manifest, and the model that the manifest names and no other.

const FORMAT = 1;
/** What `preprocess.js` does; a manifest that asks for something else is for another version of this page. */
const RULE = { shrink_filter: "area", filter: "triangle", channels: "RGB", layout: "NCHW" };

/** Recognition cannot be had; the message says why, in a sentence for people. */
export class Unavailable extends Error {
  name = "Unavailable";
}

/** The manifest at `address`. Throws Unavailable. */
export async function readManifest(address) {
  const answer = await asked(address);
  if (answer.status === 404) throw new Unavailable("No model is published here yet.");
  if (!answer.ok) throw new Unavailable("The model could not be fetched. Try again later.");
  const manifest = await answer.json().catch(() => null);
  const rule = manifest?.preprocessing ?? {};
  const isKnown = manifest?.format === FORMAT && Object.entries(RULE).every(([key, value]) => rule[key] === value);
  if (!isKnown || !manifest.classes?.length || !manifest.thresholds || !(manifest.temperature > 0)) {
    throw new Unavailable("The model that is published here is not one that this page can use.");
  }
  return manifest;
}

/** The address of a file of the release whose manifest came from `address`. */
export const fileAddress = (manifest, address, name) => new URL(`${manifest.folder}/${name}`, address).href;

/**
 * The model's bytes, checked against the manifest's sha256. `onProgress` is told the share that has come, 0 to 1.
 * Throws Unavailable.
 */
export async function fetchModel(manifest, address, onProgress = () => {}) {
  // Browsers only give the hash function to pages that came by https, or from this very machine.
  if (!globalThis.crypto?.subtle) throw new Unavailable("Recognition needs a secure connection (https).");
  const answer = await asked(fileAddress(manifest, address, manifest.file));
  if (!answer.ok) throw new Unavailable("The model could not be fetched. Try again later.");
  const bytes = await received(answer, manifest.bytes, onProgress);
  if ((await sha256(bytes)) !== manifest.sha256) {
    throw new Unavailable("What came is not the model that was published (its sha256 is another), so it is not used.");
  }
  return bytes;
}

async function asked(address) {
  try {
    return await fetch(address);
  } catch {
    throw new Unavailable("No network: the model could not be fetched. Try again when you are back online.");
  }
}

async function received(answer, expected, onProgress) {
  const parts = [];
  let length = 0;
  try {
    for (const reader = answer.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      length += value.length;
      onProgress(Math.min(1, length / expected));
    }
  } catch {
    throw new Unavailable("The network went away while the model was fetched. Try again.");
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
