/** The one format that browsers do not turn as EXIF says: what turns it is loaded when somebody first opens such a picture. */

const MARKS = /^RIFF....WEBP$/s;
const MARKS_LENGTH = 12;

/** @returns {Promise<Blob>} what every browser shows upright: the file itself, or a redrawn one */
export async function turned(file) {
  const start = new Uint8Array(await file.slice(0, MARKS_LENGTH).arrayBuffer());
  if (!MARKS.test(String.fromCharCode(...start))) {
    return file;
  }
  const { upright } = await import('./upright.js');
  return upright(file).catch(() => file);
}
