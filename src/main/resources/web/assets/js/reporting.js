/**
 * What came of a request: the header follows each answer, a failure is put into words in the notice, and is tried again where the
 * server said when.
 */

import { byId, keepFocus } from './dom.js';
import { Notice } from './notice.js';
import { explain } from './problems.js';
import { bytes } from './words.js';

const MAX_AUTOMATIC_TRIES = 5;
const DEFAULT_WAIT_S = 2;

export class Reporter {
  /** How often the request at hand was tried again unasked. */
  #automaticTries = 0;
  #notice = new Notice();
  #node;

  /** @param node the header, which knows whether the node is there */
  constructor(node) {
    this.#node = node;
  }

  /** A request starts, unasked if `automatic`: what was said of the one before does not hold any more. */
  begin(automatic) {
    this.#automaticTries = automatic ? this.#automaticTries + 1 : 0;
    keepFocus(byId('notice'));
    this.clear();
  }

  clear() {
    this.#notice.clear();
    this.#node.asksAgainIn(null);
  }

  show(words, actions) {
    this.#node.asksAgainIn(null);
    this.#notice.show(words, actions);
  }

  /** The node serves again. @param file the picture at hand, or null */
  back(file) {
    if (this.#notice.kind === 'away') {
      const advice = file ? 'Your picture is still here.' : '';
      this.#notice.show({ title: 'The server is back', advice, retry: 'manual', tone: 'good' }, { again: this.#notice.again });
    }
  }

  /**
   * Tells what went wrong, and tries `task` again where the server said when.
   *
   * @param file the picture at hand, or null
   * @param task called with whether nobody asked for it
   */
  async report(failure, file, task = null, signal = null) {
    this.#node.heard(failure);
    // A broken connection means different things while the node is up and while it is away.
    const state = failure.kind === 'network' ? await this.#node.check() : this.#node.state;
    signal?.throwIfAborted();
    const words = explain(failure, { state, size: file ? bytes(file.size) : '' });
    const waitS = this.#waitS(words, failure, task);
    this.#notice.show(waitS === null && this.#automaticTries > 0 ? given(words, this.#automaticTries) : words, {
      again: task && (() => task(false)),
      waitS,
      which: `try ${this.#automaticTries + 1} of ${MAX_AUTOMATIC_TRIES}`,
      automatically: () => task(true),
      onStop: () => this.#node.asksAgainIn(null),
    });
    this.#node.asksAgainIn(waitS);
  }

  /** In how many seconds the request is tried again unasked; null for not at all. */
  #waitS(words, failure, task) {
    const automatic = task !== null && words.retry === 'auto' && this.#automaticTries < MAX_AUTOMATIC_TRIES;
    return automatic ? failure.retryAfterS ?? DEFAULT_WAIT_S : null;
  }
}

/** The words of a failure after so many tries that nobody asked for. */
function given(words, tries) {
  return { ...words, advice: `${words.advice ?? ''} This page tried it again ${tries === 1 ? 'once' : `${tries} times`}.`.trim() };
}
