// From a file that someone chose to pixels: upright, on white, not larger than needed. Files come from anywhere and
// may be anything, so what they are is read from their first bytes before a browser is asked to decode them.

/** Width times height: telephones make photos of 50 million; decoded, a pixel takes four bytes. */
const MAX_PIXELS = 64_000_000;
/** On less nothing can be seen. */
const MIN_SIDE = 16;
/** The shorter side that a photo is brought down to before its pixels are read: four times what the model takes in. */
const ENOUGH = 512;
/** The size stands within so many bytes; camera data of a telephone, with its preview, comes before. */
const HEAD = 512 * 1024;
const HEIF = /^(?:heic|heix|heim|heis|hevc|mif1|msf1)$/;

/** A file is no photo that can be used; the message says why, in a sentence for people. */
export class NotAPhoto extends Error {
  name = "NotAPhoto";
}

/** The pixels {width, height, data: RGBA} of a photo's file, and `view`, the same as an ImageBitmap. Throws NotAPhoto. */
export async function pixelsOf(file) {
  if (!file.size) throw new NotAPhoto("That file is empty.");
  check(sizeIn(new Uint8Array(await file.slice(0, HEAD).arrayBuffer())));
  const bitmap = await decoded(file);
  try {
    check(bitmap);
    const canvas = broughtDown(bitmap);
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    return { width, height, data, view: canvas.transferToImageBitmap() };
  } finally {
    bitmap.close();
  }
}

function check(size) {
  if (!size) return;
  const { width, height } = size;
  const pixels = `${width.toLocaleString("en")} × ${height.toLocaleString("en")} pixels`;
  if (width * height > MAX_PIXELS) throw new NotAPhoto(`That photo has ${pixels}, which is more than fits here. Make it smaller first.`);
  if (Math.min(width, height) < MIN_SIDE) throw new NotAPhoto(`That picture has ${pixels}: too few to see food on.`);
}

async function decoded(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    const head = new Uint8Array(await file.slice(4, 12).arrayBuffer());
    const [box, brand] = [letters(head, 0, 4), letters(head, 4, 4)];
    if (box === "ftyp" && HEIF.test(brand)) {
      throw new NotAPhoto("This browser cannot open HEIC photos. Save it as JPEG, or take it here.");
    }
    throw new NotAPhoto("That is not a photo that can be opened: another kind of file, or damaged.");
  }
}

/**
 * `bitmap` on a white canvas, halved until its shorter side is at most ENOUGH: 4,000 x 3,000 pixels would take
 * 48 MB to read and seconds to prepare on a telephone, for a model that takes in 128 x 128. Halves, because each
 * pixel is then the mean of exactly four in every browser, whose ways of scaling by other factors differ.
 */
function broughtDown(bitmap) {
  let now = bitmap;
  do {
    const isLarge = Math.min(now.width, now.height) > ENOUGH;
    const [width, height] = isLarge ? [now.width >> 1, now.height >> 1] : [now.width, now.height];
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    Object.assign(context, { imageSmoothingEnabled: isLarge, imageSmoothingQuality: "low" });
    context.drawImage(now, 0, 0, width, height);
    now = canvas;
  } while (Math.min(now.width, now.height) > ENOUGH);
  return now;
}

/** {width, height} as the first bytes of a JPEG, PNG, GIF, BMP or WebP state them; null where they do not. */
export function sizeIn(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint16(0) === 0xffd8) return jpegSize(view);
    if (view.getUint32(0) === 0x89504e47) return { width: view.getUint32(16), height: view.getUint32(20) };
    if (letters(bytes, 0, 4) === "GIF8") return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    if (letters(bytes, 0, 2) === "BM") return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
    if (letters(bytes, 0, 4) === "RIFF" && letters(bytes, 8, 4) === "WEBP") return webpSize(view, letters(bytes, 12, 4));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return null;  // the browser may know more
}

/** The size stands in the first frame header: any marker C0 to CF but those of tables and of arithmetic coding. */
function jpegSize(view) {
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    } else at += 2 + view.getUint16(at + 2);
  }
}

function webpSize(view, kind) {
  if (kind === "VP8 ") return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (kind === "VP8L") {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  const three = (at) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
  return kind === "VP8X" ? { width: three(24), height: three(27) } : null;
}

const letters = (bytes, start, length) => String.fromCharCode(...bytes.subarray(start, start + length));
