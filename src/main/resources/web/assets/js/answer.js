/** The answer as JSON, as it came, and as the program that asks for it in several languages; each can be copied. */

import { address } from './api.js';
import { addModel } from './choice.js';
import { byId } from './dom.js';
import { addRules } from './ruleset.js';
import { SNIPPETS } from './snippets.js';

const COPIED_SHOWN_MS = 1500;

/** What a request without `max` gets at most. */
const DEFAULT_MAX = 100;

export class AnswerView {
  constructor(announce) {
    this.announce = announce;
    this.format = 'pretty';
    this.texts = { pretty: '', raw: '' };
    this.buttons = [...document.querySelectorAll('[data-format]')];
    for (const button of this.buttons) {
      button.addEventListener('click', () => this.#choose(button.dataset.format));
    }
    byId('copy').addEventListener('click', () => this.#copy());
  }

  /** Takes over the text that an answer came as: everything that the slider may show. */
  came(text) {
    this.texts.raw = text;
  }

  /** Shows the part of the answer that is on the screen, and how to ask for just that. */
  show(answer, picture, threshold, labels) {
    const url = address('detect');
    url.searchParams.set('threshold', threshold);
    if (answer.detections.length > DEFAULT_MAX) {
      url.searchParams.set('max', answer.detections.length);
    }
    if (labels) {
      url.searchParams.set('labels', labels.join(','));
    }
    addModel(url);
    addRules(url, threshold);
    this.texts.pretty = JSON.stringify(answer, null, 2);
    for (const [language, snippet] of Object.entries(SNIPPETS)) {
      this.texts[language] = snippet(url.href, picture);
    }
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
    byId('answer').classList.toggle('is-wrapped', this.format === 'raw' || this.format === 'curl');
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
