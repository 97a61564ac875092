/**
 * Boxes and labels over the picture, as SVG in CSS pixels: lines and text stay crisp and of the same
 * size however large the picture is and however it is scaled.
 */

import { set, svg } from './dom.js';
import { placeLabels } from './placing.js';
import { score } from './words.js';

const LABEL_HEIGHT = 20;
const LABEL_PADDING = 6;
const TEXT_BASELINE = 14.5;

export class Overlay {
  /**
   * @param root the svg element, which covers the picture
   * @param onPoint called with the index of the detection under the pointer, or null
   * @param onPick called with the index of the detection that was clicked
   */
  constructor(root, onPoint, onPick) {
    this.root = root;
    this.image = { width: 1, height: 1 };
    this.items = [];
    this.shown = [];
    root.addEventListener('pointermove', (event) => onPoint(this.#at(event)));
    root.addEventListener('pointerleave', () => onPoint(null));
    root.addEventListener('click', (event) => onPick(this.#at(event)));
    new ResizeObserver(() => this.#arrange()).observe(root);
  }

  /** Takes over an answer's detections; nothing shows before `filter`. */
  draw(image, detections, colours) {
    this.image = image;
    this.shown = [];
    this.items = detections.map((detection) => item(detection, colours.get(detection.label)));
    this.root.replaceChildren(
      svg('g', {}, ...this.items.map(({ box }) => box)),
      svg('g', {}, ...this.items.map(({ tag }) => tag)),
    );
    for (const one of this.items) {
      one.labelWidth = Math.ceil(one.text.getComputedTextLength()) + 2 * LABEL_PADDING;
    }
    this.light(null);
  }

  /** Removes every box. */
  clear() {
    this.draw({ width: 1, height: 1 }, [], new Map());
    this.describe('No objects marked yet');
  }

  /** Makes intruders stand out, by their indices; they show whatever the threshold, as in the server's own drawing. */
  accuse(intruders) {
    this.items.forEach((one, i) => {
      one.intruder = intruders.has(i);
      one.box.classList.toggle('is-intruder', one.intruder);
      one.tag.classList.toggle('is-intruder', one.intruder);
      if (one.intruder) {
        one.text.prepend('! ');
        one.labelWidth = Math.ceil(one.text.getComputedTextLength()) + 2 * LABEL_PADDING;
      }
    });
  }

  /** Shows the detections that `shows` says, and intruders. */
  filter(shows) {
    this.shown = this.items.filter((one) => {
      const out = !shows(one.detection) && !one.intruder;
      one.box.classList.toggle('is-out', out);
      one.tag.classList.toggle('is-out', out);
      return !out;
    });
    this.#arrange();
  }

  /** Points one detection out by its index, if it is shown; null ends that. */
  light(index) {
    const lit = this.shown.find((one) => one === this.items[index]);
    this.root.classList.toggle('has-lit', lit !== undefined);
    for (const one of this.items) {
      one.box.classList.toggle('is-lit', one === lit);
      one.tag.classList.toggle('is-lit', one === lit);
    }
    // What comes last is painted on top.
    lit?.box.parentNode.append(lit.box);
    lit?.tag.parentNode.append(lit.tag);
  }

  /** The text alternative. */
  describe(text) {
    this.root.setAttribute('aria-label', text);
  }

  #scale() {
    return {
      x: this.root.clientWidth / this.image.width,
      y: this.root.clientHeight / this.image.height,
    };
  }

  #arrange() {
    const scale = this.#scale();
    const boxes = this.shown.map(({ detection: { box } }) => ({
      x: box.x * scale.x,
      y: box.y * scale.y,
      width: Math.max(0, box.width * scale.x),
      height: Math.max(0, box.height * scale.y),
    }));
    const sizes = this.shown.map(({ labelWidth }) => ({ width: labelWidth, height: LABEL_HEIGHT }));
    const bounds = { width: this.root.clientWidth, height: this.root.clientHeight };
    placeLabels(boxes, sizes, bounds).forEach((place, i) => {
      const { lines, tag, plate, text } = this.shown[i];
      lines.forEach((line) => set(line, boxes[i]));
      set(plate, { x: place.x, y: place.y, ...sizes[i] });
      set(text, { x: place.x + LABEL_PADDING, y: place.y + TEXT_BASELINE });
      tag.classList.toggle('is-tucked', !place.free);
    });
  }

  /** The smallest shown box under the pointer: what lies inside another can still be reached. */
  #at(event) {
    const area = this.root.getBoundingClientRect();
    const scale = this.#scale();
    const x = (event.clientX - area.left) / scale.x;
    const y = (event.clientY - area.top) / scale.y;
    const under = this.shown.filter(({ detection: { box } }) => {
      return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
    });
    const size = ({ detection: { box } }) => box.width * box.height;
    const smallest = under.sort((a, b) => size(a) - size(b))[0];
    return smallest ? this.items.indexOf(smallest) : null;
  }
}

function item(detection, colour) {
  const lines = [svg('rect', { class: 'box-halo' }), svg('rect', { class: 'box-line' })];
  const plate = svg('rect', { rx: 3 });
  const text = svg('text', {}, `${detection.label} ${score(detection.score)}`);
  return {
    detection,
    lines,
    plate,
    text,
    box: svg('g', { class: `box ${colour}` }, ...lines),
    tag: svg('g', { class: `box-label ${colour}` }, plate, text),
    labelWidth: 0,
  };
}
