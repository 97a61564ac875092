/** What a screen reader is told of, beside what it finds by itself. */

import { byId } from './dom.js';

const ANNOUNCE_AFTER_MS = 500;

let waiting;
let told = '';

export function announce(words) {
  hush();
  byId('status').textContent = words;
}

/** While the slider moves, only where it stops is said. */
export function announceLater(words) {
  hush();
  waiting = setTimeout(() => announce(words), ANNOUNCE_AFTER_MS);
}

/**
 * Says what was found and what the rules say of it. Of a live camera's pictures only a change of what the rules say: the rest
 * would never end.
 */
export function tell([found, assessed], live) {
  if (!live) {
    announce([found, assessed].filter(Boolean).join('. '));
  } else if (assessed !== told) {
    announce(assessed);
  } else {
    hush();
  }
  told = assessed;
}

/** Leaves unsaid what was to be announced later. */
function hush() {
  clearTimeout(waiting);
}
