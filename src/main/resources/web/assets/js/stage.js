/** The picture itself: shown at once from the file, upright, before the server has answered. */

import { byId } from './dom.js';
import { turned } from './turned.js';
import { bytes } from './words.js';

/** Width and height of the sheet for what the browser cannot show, until the server tells the picture's. */
const BLANK = [240, 80];

export class Stage {
  constructor() {
    this.canvas = byId('canvas');
    this.picture = byId('picture');
    this.loaded = Promise.resolve(false);
    this.url = null;
  }

  /** Shows a file, which may turn out to be nothing that a browser can show. */
  show(file) {
    this.file = file;
    byId('stage').hidden = false;
    byId('picture-name').textContent = file.name;
    byId('picture-facts').textContent = bytes(file.size);
    this.loaded = this.#load(file).then(() => true, () => false);
    this.loaded.then((shown) => file === this.file && this.#fit(shown));
  }

  async #load(file) {
    // A file that cannot be read is not shown either.
    const shown = await turned(file).catch(() => file);
    return file === this.file && this.#put(shown);
  }

  #put(blob) {
    if (this.url) {
      URL.revokeObjectURL(this.url);
    }
    this.url = URL.createObjectURL(blob);
    this.picture.src = this.url;
    return this.picture.decode();
  }

  /** Told the size of the upright picture by the server, for what the browser cannot show. */
  async sized({ width, height }) {
    byId('picture-facts').textContent = `${width} × ${height} px, ${bytes(this.file.size)}`;
    if (!(await this.loaded)) {
      this.#proportion(width, height);
    }
  }

  #fit(shown) {
    this.canvas.classList.toggle('is-blank', !shown);
    if (shown) {
      this.#proportion(this.picture.naturalWidth, this.picture.naturalHeight);
    } else {
      // Else the blank sheet would have the proportions of the picture before.
      this.#proportion(...BLANK);
    }
  }

  #proportion(width, height) {
    this.canvas.style.setProperty('--picture-width', width);
    this.canvas.style.setProperty('--picture-height', height);
  }
}
