/** The answer as JSON, as it came, and as the curl command that asks for it; each can be copied. */

import { address } from './api.js';
import { byId } from './dom.js';

const COPIED_SHOWN_MS = 1500;

export class AnswerView {
  constructor(announce) {
    this.announce = announce;
    this.format = 'pretty';
    this.texts = { pretty: '', raw: '', curl: '' };
    this.buttons = [...document.querySelectorAll('[data-format]')];
    for (const button of this.buttons) {
      button.addEventListener('click', () => this.#choose(button.dataset.format));
    }
    byId('copy').addEventListener('click', () => this.#copy());
  }

  /** Shows an answer and the text it came as. */
  show(answer, text) {
    this.texts.pretty = JSON.stringify(answer, null, 2);
    this.texts.raw = text;
    this.#render();
  }

  /** Shows how to ask the same with curl. */
  showCurl(picture, threshold) {
    const url = address('detect');
    url.searchParams.set('threshold', threshold);
    const type = picture.type || 'application/octet-stream';
    this.texts.curl =
      `curl -H ${quoted(`Content-Type: ${type}`)} --data-binary ${quoted(`@${picture.name}`)} ${quoted(url.href)}`;
    this.#render();
  }

  #choose(format) {
    this.format = format;
    for (const button of this.buttons) {
      button.setAttribute('aria-pressed', String(button.dataset.format === format));
    }
    this.#render();
  }

  #render() {
    byId('answer').textContent = this.texts[this.format];
    byId('answer').classList.toggle('is-wrapped', this.format !== 'pretty');
  }

  async #copy() {
    const done = await copy(this.texts[this.format], byId('answer'));
    const words = done ? 'Copied' : 'Press Ctrl+C';
    byId('copy').textContent = words;
    this.announce(words);
    setTimeout(() => (byId('copy').textContent = 'Copy'), COPIED_SHOWN_MS);
  }
}

/** Copies; where the browser does not allow it (plain HTTP, say), selects the text instead. */
async function copy(text, shownIn) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(shownIn);
    return false;
  }
}

/** Quoted for a POSIX shell. */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
