/** The panel beside the picture: summary, counts per label, threshold, table of detections. */

import { mostDetections } from './api.js';
import { byId, el, svg } from './dom.js';
import { objects, score, summary, times } from './words.js';

const NOTHING_LIT = null;

export class Results {
  /**
   * @param onThreshold called with the threshold when the slider moves
   * @param onPoint called with the index of the detection whose row is under the pointer or focused, or null
   * @param onPick called with the index of the detection whose row was chosen
   * @param onFilter called when other labels are to be shown
   */
  constructor({ onThreshold, onPoint, onPick, onFilter }) {
    this.slider = byId('threshold');
    this.onPoint = onPoint;
    this.onPick = onPick;
    this.onFilter = onFilter;
    this.rows = [];
    /** Labels that a person has switched off. */
    this.off = new Set();
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

  /** Starts the slider at a threshold that somebody has chosen. */
  begin(threshold) {
    this.moved = true;
    this.slider.valueAsNumber = threshold;
    byId('threshold-value').textContent = score(this.threshold);
    if (this.rows.length > 0) {
      this.onThreshold(this.threshold);
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

  /** Whether a detection is shown: at or above the threshold, and of a label that is not switched off. */
  shows({ label, score: value }) {
    return value >= this.threshold && !this.off.has(label);
  }

  /** The labels of the answer that are not switched off; null if none is. */
  get labels() {
    const all = new Set(this.detections.map(({ label }) => label));
    const on = [...all].filter((label) => !this.off.has(label));
    // The server refuses a list without labels.
    return on.length === all.size || on.length === 0 ? null : on;
  }

  /**
   * Shows what is to be shown.
   *
   * @returns {Map<string, number>} how many of each label are shown, most first
   */
  filter() {
    const counts = new Map();
    const off = new Map();
    this.detections.forEach((detection, i) => {
      const shown = this.shows(detection);
      this.rows[i].hidden = !shown;
      this.marks[i].classList.toggle('is-below', !shown);
      if (detection.score >= this.threshold) {
        const map = shown ? counts : off;
        map.set(detection.label, (map.get(detection.label) ?? 0) + 1);
      }
    });
    const mostFirst = (map) => new Map([...map].sort((a, b) => b[1] - a[1]));
    const ordered = mostFirst(counts);
    this.#tell(ordered, mostFirst(off));
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

  /** Scrolls the table, never the page, to a detection's row, if it has one. */
  reveal(index) {
    const row = this.rows[index];
    if (!row) {
      // The picture also shows intruders that the answer leaves out.
      return;
    }
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

  /** A label and how many there are of it; a switch that leaves it out. */
  #chip(label, count) {
    const on = !this.off.has(label);
    const words = el('span', {}, times(count, label));
    const chip = el('button', { type: 'button', class: 'chip', 'aria-pressed': String(on), 'data-label': label,
      title: on ? `Leave out ${label}` : `Show ${label}` }, this.#swatch(label), words);
    chip.addEventListener('click', () => {
      on ? this.off.add(label) : this.off.delete(label);
      this.onFilter();
    });
    return el('li', {}, chip);
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

  #tell(counts, off) {
    const { threshold } = this;
    const total = this.detections.length;
    const shown = [...counts.values()].reduce((sum, count) => sum + count, 0);
    byId('summary').textContent = heading(shown, total, threshold, off.size > 0);
    const focused = document.activeElement?.dataset.label;
    byId('counts').replaceChildren(...[...counts, ...off].map(([label, count]) => this.#chip(label, count)));
    if (focused !== undefined) {
      [...byId('counts').querySelectorAll('button')].find(({ dataset }) => dataset.label === focused)?.focus();
    }
    byId('threshold-value').textContent = score(threshold);
    this.slider.setAttribute('aria-valuetext', `${score(threshold)}, ${summary(counts)}`);
    byId('shown').textContent = tally(shown, total);
    // A picture without boxes is not what anybody came for.
    byId('download').classList.toggle('primary', shown > 0);
    byId('detections').closest('.table-frame').hidden = shown === 0;
  }
}

function heading(shown, total, threshold, filtered) {
  if (shown > 0) {
    return objects(shown);
  }
  if (filtered) {
    return 'Nothing of the labels shown';
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
