/**
 * Pictures that the server does not take but the browser can show (GIF, AVIF, HEIC, too many pixels or bytes): redrawn here as a
 * JPEG that the server takes. A detector looks at some hundred pixels, so that nothing is lost for it.
 */

import { turned } from './turned.js';

const MAX_SIDE = 2560;
/** A server that does not take this either takes no pictures. */
const MIN_SIDE = 320;
const QUALITY = 0.92;

/** The kinds of problems that another form of the same picture does not have. */
export const HELPS_AGAINST = new Set(['unsupported-format', 'body-too-large', 'too-many-pixels', 'too-much-work', 'beyond-decoder']);

/**
 * @param maxBytes what the server takes, or undefined if that is not known
 * @returns {Promise<{file: File, scale: number} | null>} with how many pixels of the picture make one of the file; null where the
 *   browser cannot show the picture either
 */
export async function redrawn(file, maxBytes = Infinity) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(await turned(file));
  } catch {
    return null;
  }
  let other = null;
  for (let side = MAX_SIDE; side >= MIN_SIDE && (other === null || other.file.size > maxBytes); side /= 2) {
    other = await drawn(bitmap, side, file.name);
  }
  bitmap.close();
  return other;
}

async function drawn(bitmap, maxSide, name) {
  const scale = Math.min(1, maxSide / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  // JPEG has no transparency; without this, it would be black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  return blob && { file: new File([blob], name.replace(/(\.[^.]*)?$/, '.jpg'), { type: 'image/jpeg' }), scale: 1 / scale };
}
