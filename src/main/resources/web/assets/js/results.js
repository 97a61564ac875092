/** The panel beside the picture: summary, counts per label, threshold, table of detections. */

import { mostDetections } from './api.js';
import { byId, el, svg } from './dom.js';
import { objects, score, summary } from './words.js';

const NOTHING_LIT = null;

export class Results {
  /**
   * @param onThreshold called with the threshold when the slider moves
   * @param onPoint called with the index of the detection whose row is under the pointer or focused, or null
   * @param onPick called with the index of the detection whose row was chosen
   */
  constructor({ onThreshold, onPoint, onPick }) {
    this.slider = byId('threshold');
    this.onPoint = onPoint;
    this.onPick = onPick;
    this.rows = [];
    this.onThreshold = onThreshold;
    this.slider.addEventListener('input', () => {
      this.moved = true;
      onThreshold(this.threshold);
    });
  }

  /** Starts the slider at the model's own threshold, unless somebody has moved it. */
  suggest(threshold) {
    if (!this.moved && threshold !== undefined) {
      this.slider.valueAsNumber = threshold;
      byId('threshold-value').textContent = score(threshold);
      if (this.rows.length > 0) {
        this.onThreshold(this.threshold);
      }
    }
  }

  get threshold() {
    return this.slider.valueAsNumber;
  }

  /** The lowest threshold that the slider offers: what the server has to be asked for. */
  get lowest() {
    return Number(this.slider.min);
  }

  /** Takes over an answer's detections; the order, best first, is kept. */
  draw(detections, colours) {
    this.detections = detections;
    this.colours = colours;
    this.rows = detections.map((detection, i) => this.#row(detection, i));
    byId('detections').tBodies[0].replaceChildren(...this.rows);
    this.#drawStrip();
  }

  /**
   * Shows the detections at or above a threshold.
   *
   * @returns {Map<string, number>} how many of each label are shown, most first
   */
  filter(threshold) {
    const counts = new Map();
    this.detections.forEach(({ label, score: value }, i) => {
      const shown = value >= threshold;
      this.rows[i].hidden = !shown;
      this.marks[i].classList.toggle('is-below', !shown);
      if (shown) {
        counts.set(label, (counts.get(label) ?? 0) + 1);
      }
    });
    const ordered = new Map([...counts].sort((a, b) => b[1] - a[1]));
    this.#tell(ordered, threshold);
    return ordered;
  }

  /** Points a row out. */
  light(index) {
    this.rows.forEach((row, i) => row.classList.toggle('is-lit', i === index));
  }

  /** Marks the chosen row, or none. */
  pick(index) {
    this.rows.forEach((row, i) => {
      row.querySelector('button').setAttribute('aria-pressed', String(i === index));
    });
  }

  /** Scrolls the table, never the page, to a row. */
  reveal(index) {
    const row = this.rows[index];
    const frame = row.closest('.table-frame');
    const head = byId('detections').tHead.offsetHeight;
    if (row.offsetTop - head < frame.scrollTop) {
      frame.scrollTop = row.offsetTop - head;
    } else if (row.offsetTop + row.offsetHeight > frame.scrollTop + frame.clientHeight) {
      frame.scrollTop = row.offsetTop + row.offsetHeight - frame.clientHeight;
    }
  }

  #row(detection, i) {
    const { label, score: value, box } = detection;
    const name = el('button', { type: 'button', class: 'row-name', 'aria-pressed': 'false' }, this.#swatch(label), label);
    const [x, y, width, height] = [box.x, box.y, box.width, box.height].map(Math.round);
    const row = el('tr', {},
      el('td', {}, name),
      el('td', { class: 'number' }, score(value)),
      el('td', { class: 'number place' }, el('span', {}, `${x}, ${y} ·`), ' ', el('span', {}, `${width} × ${height}`)));
    row.addEventListener('pointerenter', () => this.onPoint(i));
    row.addEventListener('pointerleave', () => this.onPoint(NOTHING_LIT));
    row.addEventListener('focusin', () => this.onPoint(i));
    row.addEventListener('focusout', () => this.onPoint(NOTHING_LIT));
    name.addEventListener('click', () => this.onPick(i));
    return row;
  }

  #swatch(label) {
    return svg('svg', { class: `swatch ${this.colours.get(label)}`, viewBox: '0 0 14 14', 'aria-hidden': 'true' },
      svg('rect', { x: 1, y: 1, width: 12, height: 12, rx: 3 }));
  }

  #drawStrip() {
    const { min, max } = this.slider;
    this.marks = this.detections.map(({ score: value }) => {
      const along = `${Math.max(0, ((value - min) / (max - min)) * 100)}%`;
      return svg('line', { class: 'strip-mark', x1: along, x2: along, y1: '30%', y2: '100%' });
    });
    byId('strip').replaceChildren(...this.marks);
  }

  #tell(counts, threshold) {
    const total = this.detections.length;
    const shown = [...counts.values()].reduce((sum, count) => sum + count, 0);
    byId('summary').textContent = heading(shown, total, threshold);
    byId('counts').replaceChildren(
      ...[...counts].map(([label, count]) => el('li', {}, this.#swatch(label), `${count} ${label}`)));
    byId('threshold-value').textContent = score(threshold);
    this.slider.setAttribute('aria-valuetext', `${score(threshold)}, ${summary(counts)}`);
    byId('shown').textContent = tally(shown, total);
    byId('detections').closest('.table-frame').hidden = shown === 0;
  }
}

function heading(shown, total, threshold) {
  if (shown > 0) {
    return objects(shown);
  }
  return total === 0 ? 'Nothing found' : `Nothing at ${score(threshold)} or above`;
}

function tally(shown, total) {
  if (shown === 0 && total > 0) {
    return `0 of ${total} shown. Lower the threshold to see weaker ones.`;
  }
  // As many as were asked for: the server has probably left out weaker ones.
  return shown === total && total >= mostDetections()
    ? `The first ${total} of more shown`
    : `${shown} of ${total} shown`;
}
