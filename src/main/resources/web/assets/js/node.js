/** The node behind the page, in the header: whether it is able to serve, and with which model. */

import { health, model } from './api.js';
import { byId } from './dom.js';

const CHECK_WHILE_UP_MS = 20_000;
const CHECK_WHILE_AWAY_MS = 2_000;

const WORDS = {
  UP: ['up', 'Ready'],
  STARTING: ['waiting', 'Starting'],
  DRAINING: ['waiting', 'Restarting'],
  UNREACHABLE: ['down', 'Unreachable'],
};
const NOT_ABLE = ['down', 'Not able to serve'];

export class Node {
  /**
   * @param onBack called when the node serves again after it did not
   * @param onModel called with what the node says of its model
   */
  constructor(onBack, onModel) {
    this.onBack = onBack;
    this.onModel = onModel;
    this.state = null;
    document.addEventListener('visibilitychange', () => this.#schedule());
    this.check();
  }

  get up() {
    return this.state === 'UP';
  }

  /** Asks for the state now and shows it. */
  async check() {
    const before = this.state;
    this.state = await health();
    const [kind, words] = WORDS[this.state] ?? NOT_ABLE;
    byId('health').dataset.state = kind;
    byId('health').textContent = words;
    this.#schedule();
    if (this.up && before !== 'UP') {
      this.#showModel();
      if (before !== null) {
        this.onBack();
      }
    }
    return this.state;
  }

  /** A page that nobody looks at does not ask. */
  #schedule() {
    clearTimeout(this.timer);
    if (!document.hidden) {
      this.timer = setTimeout(() => this.check(), this.up ? CHECK_WHILE_UP_MS : CHECK_WHILE_AWAY_MS);
    }
  }

  async #showModel() {
    const loaded = await model();
    if (loaded?.name) {
      byId('model').textContent = [loaded.name, loaded.precision].filter(Boolean).join(' · ');
      byId('model').hidden = false;
      this.onModel(loaded);
    }
  }
}
