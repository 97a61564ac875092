/**
 * Several pictures: a strip of thumbnails, asked for one after another at the rate that the node bears. A refusal for now
 * holds the queue, never loses a picture; a picture that cannot be answered does not stop the others.
 */

import { byId, el, keepFocus } from './dom.js';
import { explain } from './problems.js';
import { turned } from './turned.js';
import { objects } from './words.js';

/** More would be a batch: the command `upload` takes any number. */
const MAX_PICTURES = 100;

const THUMB_HEIGHT = 72;
const MAX_THUMB_WIDTH = 144;
const DEFAULT_WAIT_S = 2;
const SECOND_MS = 1000;

/** A picture whose upload breaks so often while the server is there is itself the cause. */
const MAX_BROKEN = 3;

export class Gallery {
  /**
   * @param ask asks for one picture, as asking.js does: `(file, signal, onSent)`
   * @param heard called with each outcome
   * @param onWait called with the seconds after which a refused picture is asked for again, and with null if it is not after all
   * @param check looks whether the node is there, and answers its state
   * @param count how many objects of an answer are shown at the moment
   * @param onShow called with the item that was chosen, and again when its outcome is there
   * @param onAnswered called when one more has an answer
   * @param onSent called with the share of the chosen picture that was sent, 0..1
   * @param announce says something to a screen reader
   */
  constructor({ ask, heard, onWait, check, count, onShow, onAnswered, onSent, announce }) {
    Object.assign(this, { ask, heard, onWait, check, count, onShow, onAnswered, onSent, announce });
    this.items = [];
    this.chosen = null;
    this.leftOut = 0;
    this.stopping = new AbortController();
    byId('gallery-list').addEventListener('keydown', (event) => this.#move(event));
  }

  get size() {
    return this.items.length;
  }

  /** Takes pictures in, and shows the first of them. */
  add(files) {
    const room = MAX_PICTURES - this.items.length;
    const fresh = files.slice(0, room).map((file) => this.#item(file));
    this.items.push(...fresh);
    byId('gallery').hidden = false;
    byId('gallery-list').replaceChildren(...this.items.map(({ root }) => root));
    this.leftOut = files.length - fresh.length;
    if (fresh.length > 0) {
      this.choose(fresh[0]);
    }
    drawThumbs(fresh);
    this.resume();
  }

  /** The rules say something else: every picture is asked for anew. */
  again() {
    this.items.forEach((item) => this.#set(item, 'waiting'));
    this.resume();
  }

  /** A person wants a picture that failed to be asked for again. */
  retry(item) {
    item.outcome = null;
    item.broken = 0;
    this.#set(item, 'waiting');
    this.choose(item);
    this.resume();
  }

  /** The threshold or the filter has changed: the thumbnails say other numbers. */
  recount() {
    this.items.filter(({ outcome }) => outcome?.ok).forEach((item) => this.#label(item));
  }

  choose(item) {
    this.chosen = item;
    for (const one of this.items) {
      one.button.setAttribute('aria-pressed', String(one === item));
      // The list is one stop for the Tab key; arrows move in it.
      one.button.tabIndex = one === item ? 0 : -1;
    }
    item.root.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.onShow(item);
  }

  /** Names and answers of the pictures that have one. */
  answered() {
    return this.ended().filter(({ answer }) => answer);
  }

  /** The same, and in their places names and problems of the pictures that failed. */
  ended() {
    return this.items
      .filter(({ state }) => state === 'done' || state === 'failed')
      .map(({ file, outcome, scale }) => ({ name: file.name, scale, ...(outcome.ok ? { answer: outcome.answer } : { problem: problemOf(outcome) }) }));
  }

  #move(event) {
    const at = this.items.indexOf(this.chosen);
    const to = { ArrowLeft: at - 1, ArrowUp: at - 1, ArrowRight: at + 1, ArrowDown: at + 1, Home: 0, End: this.items.length - 1 }[event.key];
    if (to === undefined) {
      return;
    }
    // The page would scroll.
    event.preventDefault();
    const item = this.items[Math.max(0, Math.min(this.items.length - 1, to))];
    this.choose(item);
    item.button.focus();
  }

  /** Stops asking; what has been answered stays. */
  pause() {
    this.stopping.abort();
    this.stopping = new AbortController();
    this.running = false;
    this.items.filter(({ state }) => state === 'asking').forEach((item) => this.#set(item, 'waiting'));
    this.onWait(null);
    this.#progress('stopped');
  }

  /** Forgets all pictures; what is shown stays. */
  clear() {
    this.pause();
    this.items = [];
    this.chosen = null;
    byId('gallery-list').replaceChildren();
    keepFocus(byId('gallery'));
    byId('gallery').hidden = true;
  }

  #item(file) {
    const canvas = el('canvas', { width: THUMB_HEIGHT, height: THUMB_HEIGHT, 'aria-hidden': 'true' });
    const words = el('span', { class: 'thumb-words', 'aria-hidden': 'true' });
    const button = el('button', { type: 'button', class: 'thumb', 'aria-pressed': 'false', title: file.name }, canvas, words);
    const item = { file, canvas, words, button, root: el('li', {}, button), sent: file, scale: 1, outcome: null, broken: 0 };
    button.addEventListener('click', () => {
      this.choose(item);
      if (item.state === 'waiting') {
        // After a stop, choosing one that waits is a wish to go on.
        this.resume();
      }
    });
    this.#set(item, 'waiting');
    return item;
  }

  #set(item, state) {
    item.state = state;
    item.button.dataset.state = state;
    this.#label(item);
  }

  #label(item) {
    const { state, outcome, file } = item;
    const words = state === 'done' ? objects(this.count(outcome.answer))
      : { waiting: 'Waiting', asking: 'Looking', failed: 'Failed' }[state];
    item.words.textContent = words;
    const alert = state === 'done' && outcome.answer.assessment?.alert;
    item.button.classList.toggle('is-alert', Boolean(alert));
    item.button.setAttribute('aria-label', `${file.name}: ${words}${alert ? ', alert' : ''}`);
  }

  /** A person wants what was stopped to go on. */
  goOn() {
    if (this.chosen) {
      this.choose(this.chosen);
    }
    this.resume();
  }

  /** Asks for one picture after another, until none waits. */
  async resume() {
    if (this.running) {
      return;
    }
    this.running = true;
    const { signal } = this.stopping;
    try {
      for (let item = this.#next(); item; item = this.#next()) {
        this.#progress();
        this.#set(item, 'asking');
        await this.#answer(item, signal);
      }
      this.#progress();
      this.announce(byId('gallery-state').textContent);
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    } finally {
      if (this.stopping.signal === signal) {
        this.running = false;
      }
    }
  }

  #next() {
    return this.items.find(({ state }) => state === 'waiting');
  }

  async #answer(item, signal) {
    if (item === this.chosen && item.outcome === null) {
      this.onShow(item);
    }
    const { outcome, sent, scale } = await this.ask(item.file, signal, (share) => item === this.chosen && this.onSent(share));
    signal.throwIfAborted();
    this.heard(outcome);
    if (item.state !== 'asking') {
      // The rules have changed meanwhile.
      return;
    }
    if (!outcome.ok && (await this.#passes(item, outcome))) {
      signal.throwIfAborted();
      this.#set(item, 'waiting');
      await this.#wait(outcome, signal);
      return;
    }
    signal.throwIfAborted();
    Object.assign(item, { outcome, sent, scale });
    this.#set(item, outcome.ok ? 'done' : 'failed');
    this.onAnswered();
    if (item === this.chosen) {
      this.onShow(item);
    }
  }

  /** Whether a failure is none of the picture, so that waiting helps. */
  async #passes(item, outcome) {
    const state = await this.check();
    if (outcome.kind === 'network') {
      item.broken += state === 'UP' ? 1 : 0;
      return item.broken < MAX_BROKEN;
    }
    return explain(outcome, { state }).retry === 'auto';
  }

  async #wait(outcome, signal) {
    const words = outcome.kind === 'network' ? 'The server does not answer' : explain(outcome, { state: 'UP' }).title;
    for (let left = outcome.retryAfterS ?? DEFAULT_WAIT_S; left > 0; left--) {
      this.onWait(left);
      this.#progress(`${words}; goes on in ${left} s`);
      await new Promise((resolve) => setTimeout(resolve, SECOND_MS));
      signal.throwIfAborted();
    }
  }

  #progress(why = '') {
    const done = this.items.filter(({ state }) => state === 'done').length;
    const failed = this.items.filter(({ state }) => state === 'failed').length;
    const parts = [`${done} of ${this.items.length} pictures answered`, failed > 0 ? `${failed} failed` : '',
      this.leftOut > 0 ? `${this.leftOut} left out, since the page takes ${MAX_PICTURES} at a time` : '', why];
    byId('gallery-state').textContent = parts.filter(Boolean).join(' · ');
    byId('gallery-progress').max = this.items.length;
    byId('gallery-progress').value = done + failed;
  }
}

/** A failure as an export has it: the fields of the server's problem, or only words. */
function problemOf(outcome) {
  const { type, status, detail } = outcome;
  return { type, status, title: explain(outcome, { state: 'UP', size: '' }).title, detail };
}

async function drawThumbs(items) {
  for (const item of items) {
    // What the browser cannot show has an empty thumbnail.
    await drawThumb(item).catch(() => {});
  }
}

/** A small copy: hundred pictures of a camera would not fit into a phone's memory. */
async function drawThumb({ file, canvas }) {
  const bitmap = await createImageBitmap(await turned(file), { resizeHeight: 2 * THUMB_HEIGHT, resizeQuality: 'medium' });
  const width = Math.min(MAX_THUMB_WIDTH, Math.round((bitmap.width / bitmap.height) * THUMB_HEIGHT));
  canvas.width = 2 * width;
  canvas.height = 2 * THUMB_HEIGHT;
  canvas.style.width = `${width}px`;
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
}
