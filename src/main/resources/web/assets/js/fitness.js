/**
 * Whether the server can take a file, looked at before it is sent: nobody has to wait for 20 MB to go up only to learn that they
 * were too many. What cannot be told from the first bytes, the server tells.
 */

import { toldLimits } from './api.js';
import { HEADER_BYTES, headerOf } from './header.js';
import { bytes, limit } from './words.js';

const READABLE = new Set(['JPEG', 'PNG', 'WebP', 'BMP']);
const MILLION = 1_000_000;

/** @returns {Promise<object | null>} a failure as api.js has the server's own, without a status; null if nothing speaks against it */
export async function unfitness(file) {
  const header = await file.slice(0, HEADER_BYTES).arrayBuffer().then(headerOf, () => null);
  // A file that cannot be read fails when it is sent, with words for that.
  const [kind, detail] = (header && objection(file.size, header)) ?? [];
  return kind ? { ok: false, kind: 'problem', type: `urn:retinagate:problem:${kind}`, detail } : null;
}

function objection(size, { format, width, height }) {
  const { maxBodyBytes, maxPixels, minSide } = toldLimits();
  if (size === 0) {
    return ['no-picture'];
  }
  if (!READABLE.has(format)) {
    return ['unsupported-format', format === null
      ? 'Its bytes are no picture. Choose a file in JPEG, PNG, WebP or BMP format.'
      : `It is in ${format} format, which this browser cannot redraw. Save it as JPEG, PNG, WebP or BMP.`];
  }
  if (size > maxBodyBytes) {
    return ['body-too-large',
      `The file has ${bytes(size)}, and this server takes ${limit('maxBodyBytes', maxBodyBytes)}. This browser could not redraw it smaller.`];
  }
  if (width !== null && Math.min(width, height) < minSide) {
    return ['too-small', `It has ${width} × ${height} pixels, and each side needs ${minSide}.`];
  }
  if (width * height > maxPixels) {
    return ['too-many-pixels',
      `It has ${width} × ${height} pixels, and this server takes ${maxPixels / MILLION} million. This browser could not redraw it smaller.`];
  }
  return null;
}
