/** What is said while an answer is awaited: how much was sent, then how many wait in line at the node, then that it looks. */

import { health } from './api.js';
import { byId } from './dom.js';

export const LOOKING = 'Looking for objects';

/** Most answers are there sooner, and need no such question. */
const FIRST_CHECK_MS = 400;
const CHECK_MS = 1000;

/** Changes with each new thing to say: what was asked for before that is out of date. */
let turn = 0;

/** @param share of the picture that was sent, 0..1 */
export function showSent(share) {
  hush();
  say(share < 1 ? `Sending, ${Math.floor(share * 100)} %` : LOOKING);
  if (share >= 1) {
    follow(turn);
  }
}

/** Says no more of the line. */
export function hush() {
  turn++;
}

async function follow(mine) {
  for (let waitMs = FIRST_CHECK_MS; ; waitMs = CHECK_MS) {
    await new Promise((due) => setTimeout(due, waitMs));
    if (mine !== turn) {
      return;
    }
    const { admission } = await health();
    if (mine !== turn) {
      return;
    }
    say(admission?.queued > 0 ? `Waiting, ${admission.queued} in line` : LOOKING);
  }
}

function say(words) {
  byId('busy-text').textContent = words;
}
