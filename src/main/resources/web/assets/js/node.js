/**
 * The node behind the page, in the header: whether it is able to serve, and with which model. What its answers to pictures say
 * counts as much as `GET /health`: a full node is healthy, and refuses pictures all the same.
 */

import { health, servedModels } from './api.js';
import { choose, chosenOf } from './choice.js';
import { byId, el } from './dom.js';

const CHECK_WHILE_UP_MS = 20_000;
const CHECK_WHILE_AWAY_MS = 2_000;
const SECOND_MS = 1_000;

const UNAVAILABLE = 503;
/** A refusal that names no time holds so long. */
const DEFAULT_WAIT_S = 2;

const WORDS = {
  UP: ['up', 'Ready'],
  STARTING: ['waiting', 'Starting'],
  DRAINING: ['waiting', 'Restarting'],
  UNREACHABLE: ['down', 'No answer'],
};
const NOT_ABLE = ['down', 'Not able to serve'];

/** What the refusal of a picture says of the node, by the last part of its type; any other means that it is full. */
const REFUSALS = { starting: 'STARTING', draining: 'DRAINING', 'no-worker': 'DOWN' };

export class Node {
  /** Whether the last picture was refused because the node had no room for it. */
  #full = false;
  /** When the refused picture may come again, as the node said, in the time of `performance.now()`. */
  #fullUntil = 0;
  /** When the page asks again by itself, or null if it does not. */
  #againAt = null;
  #ticking;

  /**
   * @param onBack called when the node serves again after it did not
   * @param onModel called with what the node says of the model that is used, and whether somebody has just chosen it
   */
  constructor(onBack, onModel) {
    this.onBack = onBack;
    this.onModel = onModel;
    this.state = null;
    document.addEventListener('visibilitychange', () => this.#schedule());
    document.addEventListener('key', () => this.#showModel());
    byId('model-choice').addEventListener('change', ({ target }) => {
      choose(target.selectedIndex === 0 ? null : target.value);
      this.#showModel(true);
    });
    this.check();
  }

  get up() {
    return this.state === 'UP';
  }

  /** Asks for the state now and shows it. */
  async check() {
    const { status, admission } = await health();
    const busy = admission?.inFlight >= admission?.permits;
    if (!busy && performance.now() >= this.#fullUntil && this.#againAt === null) {
      this.#full = false;
    }
    this.#become(status);
    return this.state;
  }

  /** Takes over what the answer to a picture, as api.js has it, says of the node. */
  heard(outcome) {
    this.#againAt = null;
    if (outcome.status === UNAVAILABLE) {
      const refusal = REFUSALS[outcome.type?.split(':').pop()];
      this.#full = refusal === undefined;
      this.#fullUntil = performance.now() + (outcome.retryAfterS ?? DEFAULT_WAIT_S) * SECOND_MS;
      this.#become(refusal ?? 'UP');
    } else if (outcome.ok || outcome.status !== undefined) {
      this.#full = false;
      this.#show();
      if (!this.up) {
        this.check();
      }
    }
  }

  /** The page asks again by itself in so many seconds; null if it does not after all. */
  asksAgainIn(seconds) {
    this.#againAt = seconds === null ? null : performance.now() + seconds * SECOND_MS;
    this.#show();
  }

  #become(state) {
    const before = this.state;
    this.state = state;
    this.#show();
    this.#schedule();
    if (this.up && before !== 'UP') {
      this.#showModel();
      if (before !== null) {
        this.onBack();
      }
    }
  }

  #show() {
    clearTimeout(this.#ticking);
    const [kind, words] = this.up && this.#full ? ['waiting', this.#fullWords()] : WORDS[this.state] ?? NOT_ABLE;
    byId('health').dataset.state = kind;
    byId('health').textContent = words;
  }

  #fullWords() {
    const leftMs = (this.#againAt ?? 0) - performance.now();
    if (leftMs <= 0) {
      return 'Full';
    }
    this.#ticking = setTimeout(() => this.#show(), leftMs % SECOND_MS || SECOND_MS);
    return `Full, tried again in ${Math.ceil(leftMs / SECOND_MS)} s`;
  }

  /** A page that nobody looks at does not ask. */
  #schedule() {
    clearTimeout(this.timer);
    if (!document.hidden) {
      const soon = !this.up || this.#full;
      this.timer = setTimeout(() => this.check(), soon ? CHECK_WHILE_AWAY_MS : CHECK_WHILE_UP_MS);
    }
  }

  async #showModel(isChosen = false) {
    const models = await servedModels();
    const loaded = chosenOf(models);
    if (loaded?.name) {
      this.#offer(models, loaded);
      byId('model-button').textContent = [loaded.name, loaded.precision].filter(Boolean).join(' · ');
      byId('model').hidden = false;
      this.onModel(loaded, isChosen);
    }
  }

  /** A choice of one is none. */
  #offer(models, used) {
    byId('model-choice').replaceChildren(...models.map(({ name }) => el('option', { value: name }, name)));
    byId('model-choice').value = used.name;
    byId('model-chooser').hidden = models.length < 2;
  }
}
