/** The picture larger than its frame, and the frame as large as the screen. */

import { byId } from './dom.js';

const STEPS = [1, 1.5, 2, 3, 4, 6];

export class Zoom {
  constructor() {
    this.mat = byId('mat');
    byId('zoom-in').addEventListener('click', () => this.#step(1));
    byId('zoom-out').addEventListener('click', () => this.#step(-1));
    byId('full-screen').hidden = !document.fullscreenEnabled;
    byId('full-screen').addEventListener('click', () => this.#fullScreen());
    document.addEventListener('fullscreenchange', () => {
      byId('full-screen').textContent = document.fullscreenElement ? 'Leave full screen' : 'Full screen';
    });
    this.reset();
  }

  /** Another picture is seen whole at first. */
  reset() {
    this.#to(0);
  }

  #step(by) {
    // What was in the middle stays there.
    const { mat } = this;
    const x = (mat.scrollLeft + mat.clientWidth / 2) / mat.scrollWidth;
    const y = (mat.scrollTop + mat.clientHeight / 2) / mat.scrollHeight;
    this.#to(Math.max(0, Math.min(STEPS.length - 1, this.at + by)));
    mat.scrollLeft = x * mat.scrollWidth - mat.clientWidth / 2;
    mat.scrollTop = y * mat.scrollHeight - mat.clientHeight / 2;
  }

  #to(at) {
    this.at = at;
    this.mat.style.setProperty('--zoom', STEPS[at]);
    this.mat.classList.toggle('is-zoomed', at > 0);
    // A frame that scrolls has to be reached by keyboard; one that does not is no stop.
    this.mat.toggleAttribute('tabindex', at > 0);
    if (at > 0) {
      this.mat.tabIndex = 0;
    }
    byId('zoom-out').disabled = at === 0;
    byId('zoom-in').disabled = at === STEPS.length - 1;
    byId('zoom-value').textContent = `${Math.round(STEPS[at] * 100)} %`;
  }

  #fullScreen() {
    if (document.fullscreenElement) {
      document.exitFullscreen();
    } else {
      byId('stage').requestFullscreen();
    }
  }
}
