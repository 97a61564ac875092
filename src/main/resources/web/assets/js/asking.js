/** Asks about a picture; one that the server does not take as it is, is redrawn here if the browser can show it. */

import { detect, toldLimits } from './api.js';
import { unfitness } from './fitness.js';
import { kindOf } from './problems.js';
import { HELPS_AGAINST, redrawn } from './redraw.js';

/**
 * @param onSent called with the share of the picture that was sent, 0..1
 * @returns {Promise<{outcome: object, sent: File, scale: number}>} what api.js answers, what was sent in the end, and how many
 *   pixels of the picture make one of that
 */
export async function detectOrRedraw(file, threshold, signal, onSent) {
  const unfit = await unfitness(file);
  signal.throwIfAborted();
  const outcome = unfit ?? (await detect(file, threshold, signal, onSent));
  const asItIs = { outcome, sent: file, scale: 1 };
  if (outcome.ok || !HELPS_AGAINST.has(kindOf(outcome))) {
    return asItIs;
  }
  const other = await redrawn(file, toldLimits().maxBodyBytes);
  signal.throwIfAborted();
  if (!other) {
    return asItIs;
  }
  return { outcome: await detect(other.file, threshold, signal, onSent), sent: other.file, scale: other.scale };
}
