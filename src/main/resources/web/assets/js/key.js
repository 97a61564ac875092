/**
 * The API key, where the node asks for one. The field is shown only once a request was refused without a key. The key is kept
 * for this tab, until it is closed.
 */

import { byId, keepFocus } from './dom.js';

const NAME = 'retinagate-key';

/** A browser may forbid to keep anything: then the key is kept until the page is left. */
let key = kept();

/** The headers that a request has the key in. */
export const keyHeaders = () => (key ? { Authorization: `Bearer ${key}` } : {});

/** Shows the field, where the page has one. `document` gets the event `key` once there is another key. */
export function askForKey() {
  const form = byId('key');
  if (form?.hidden) {
    form.hidden = false;
    form.addEventListener('submit', take);
  }
}

function take(event) {
  event.preventDefault();
  const field = byId('key-field');
  key = field.value.trim();
  field.value = '';
  keep(key);
  keepFocus(byId('key'));
  byId('key').hidden = true;
  document.dispatchEvent(new Event('key'));
}

function kept() {
  try {
    return sessionStorage.getItem(NAME);
  } catch {
    return null;
  }
}

function keep(given) {
  try {
    sessionStorage.setItem(NAME, given);
  } catch {
    // Until the page is left.
  }
}
