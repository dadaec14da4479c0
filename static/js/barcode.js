// The digits under a barcode, as people write them down.

const BETWEEN = /[\s.-]/g;

/** The 8, 12, 13 or 14 digits that `text` is; empty where it is anything else. */
export function barcodeIn(text) {
  const digits = text.replace(BETWEEN, "");
  return /^(?:\d{8}|\d{12,14})$/.test(digits) ? digits : "";
}
