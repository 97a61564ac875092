/**
 * The page's own address with the rules behind `#`: who opens it gets the same rules. The server never sees that part.
 */

import { read, ruleSet } from './ruleset.js';

const THRESHOLD = 'threshold';

/** Writes the rules into the address, in place of those that were there; no step of its own for the Back button. */
export function writeAddress() {
  const threshold = ruleSet.shownThreshold();
  const query = (ruleSet.followsSlider ? `&${THRESHOLD}=${threshold}` : '') + ruleSet.query(threshold);
  const url = new URL(location.href);
  url.hash = query.slice(1);
  history.replaceState(history.state, '', url);
}

/**
 * Reads the rules of the address.
 *
 * @param labels of the model
 * @returns {{rules: object[], zones: object[], refused: string[], threshold: number | null}}
 */
export function readAddress(labels) {
  const params = new URLSearchParams(location.hash.slice(1));
  const threshold = Number(params.get(THRESHOLD) ?? NaN);
  return { ...read(params, labels), threshold: threshold >= 0 && threshold <= 1 ? threshold : null };
}
