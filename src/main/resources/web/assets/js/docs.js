/** The reference with this node's own address and limits, in place of the defaults that it has without JavaScript. */

import { address, limits } from './api.js';
import { limit } from './words.js';

// Without the slash: a path follows. The page may be under a path prefix.
const origin = address('.').href.replace(/\/$/, '');
for (const place of document.querySelectorAll('[data-origin]')) {
  place.textContent = origin;
}

const here = (await limits()) ?? {};
for (const place of document.querySelectorAll('[data-limit]')) {
  const name = place.dataset.limit;
  if (name in here) {
    place.textContent = limit(name, here[name]);
  }
}
