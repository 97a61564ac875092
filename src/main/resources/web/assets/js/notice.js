/** One message about what went wrong, with what helps, and a way to try again. */

import { byId, el } from './dom.js';

const SECOND_MS = 1_000;

export class Notice {
  constructor() {
    this.root = byId('notice');
    this.kind = null;
    this.again = null;
  }

  /**
   * Shows a failure in words.
   *
   * @param words what problems.js made of it; `retry` decides whether there is a button
   * @param again tries again, when the user says so
   * @param waitS when to try again without being told, in seconds, or null for never
   * @param which which of the tries that will be, in words
   * @param automatically tries again at that time
   * @param onStop called when the user wants no try that nobody asked for
   */
  show(words, { again = null, waitS = null, which = '', automatically = null, onStop = null } = {}) {
    this.clear();
    this.kind = words.kind ?? null;
    this.again = again;
    this.root.className = 'notice';
    this.root.dataset.tone = words.tone;
    // The alert comes into being with its words, so that a screen reader says it once and leaves the countdown alone.
    this.root.append(el('div', { role: 'alert' },
      el('h2', {}, words.title),
      ...[words.detail, words.advice].filter(Boolean).map((line) => el('p', {}, line))));
    if (words.meta) {
      this.root.append(el('p', { class: 'notice-meta' }, words.meta));
    }
    if (words.retry && again) {
      this.root.append(this.#actions(again, { waitS, which, automatically, onStop }));
    }
    this.root.hidden = false;
    // What failed may have been started from further down the page.
    this.root.scrollIntoView({ block: 'nearest' });
  }

  clear() {
    clearInterval(this.timer);
    this.kind = null;
    this.root.hidden = true;
    this.root.replaceChildren();
  }

  #actions(again, next) {
    const now = button(next.waitS === null ? 'Try again' : 'Try now', 'primary', again);
    const actions = el('div', { class: 'notice-actions' }, now);
    if (next.waitS !== null) {
      actions.append(...this.#countdown(next, now));
    }
    return actions;
  }

  #countdown({ waitS, which, automatically, onStop }, now) {
    const due = performance.now() + waitS * SECOND_MS;
    const words = el('span', { class: 'countdown' });
    const stop = button('Stop', '', () => {
      clearInterval(this.timer);
      words.remove();
      stop.remove();
      now.textContent = 'Try again';
      now.focus();
      onStop();
    });
    const tell = (left) => (words.textContent = `Trying again in ${Math.max(0, left)} s, ${which}`);
    const tick = () => {
      const left = Math.ceil((due - performance.now()) / SECOND_MS);
      tell(left);
      if (left <= 0) {
        clearInterval(this.timer);
        automatically();
      }
    };
    this.timer = setInterval(tick, SECOND_MS / 4);
    tell(waitS);
    return [stop, words];
  }
}

function button(words, kind, onClick) {
  const node = el('button', { type: 'button', class: `button small ${kind}` }, words);
  node.addEventListener('click', onClick);
  return node;
}
