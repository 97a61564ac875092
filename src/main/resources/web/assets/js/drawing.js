/**
 * A zone drawn on the picture, by mouse, finger or keyboard. A click, a tap or Enter sets a corner; dragging makes a box;
 * the first corner again, or the last one again, closes the zone.
 */

import { byId, svg } from './dom.js';
import { MAX_CORNERS, MIN_CORNERS, outline } from './ruleset.js';
import { area, shape } from './zones.js';

const STEP = 0.02;
const FINE_STEP = 0.002;

/** In CSS pixels: how near to a corner counts as on it, and how far is no longer a click. */
const NEAR = 12;

const SAY_AFTER_MS = 350;

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Drawing {
  /**
   * @param onEnd called with the corners, or with null after a cancellation
   * @param announce says something to a screen reader
   */
  constructor(onEnd, announce) {
    this.onEnd = onEnd;
    this.announce = announce;
    this.layer = byId('zones');
    this.bar = byId('drawing');
    this.sketch = svg('svg', { class: 'sketch', viewBox: '0 0 1 1', preserveAspectRatio: 'none' });
    this.corners = [];
    this.cross = [0.5, 0.5];
    this.events = new AbortController();
    this.#listen();
    this.layer.append(this.sketch);
    this.#active(true);
    this.layer.focus({ preventScroll: true });
    byId('canvas').scrollIntoView({ block: 'nearest' });
    this.#draw();
  }

  cancel() {
    this.announce('No zone drawn');
    this.#end(null);
  }

  #listen() {
    const { signal } = this.events;
    const on = (node, event, listener, more) => node.addEventListener(event, listener, { signal, ...more });
    on(this.layer, 'pointerdown', (event) => this.#press(event));
    on(this.layer, 'pointermove', (event) => this.#move(event));
    on(this.layer, 'pointerup', (event) => this.#release(event));
    on(this.layer, 'pointercancel', () => this.#letGo());
    on(this.layer, 'keydown', (event) => this.#key(event));
    // Before the page's own Escape, which would unmark the chosen detection or stop a request.
    on(document, 'keydown', (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        this.cancel();
      }
    }, { capture: true });
    on(byId('drawing-close'), 'click', () => this.#close());
    on(byId('drawing-undo'), 'click', () => this.#undo());
    on(byId('drawing-cancel'), 'click', () => this.cancel());
  }

  #active(on) {
    this.layer.classList.toggle('is-drawing', on);
    this.bar.hidden = !on;
    if (on) {
      this.layer.tabIndex = 0;
      this.layer.removeAttribute('aria-hidden');
      this.layer.setAttribute('role', 'application');
      this.layer.setAttribute('aria-label', 'Zone on the picture');
      this.layer.setAttribute('aria-describedby', 'drawing-how');
    } else {
      this.layer.removeAttribute('tabindex');
      this.layer.removeAttribute('role');
      this.layer.removeAttribute('aria-label');
      this.layer.removeAttribute('aria-describedby');
      this.layer.setAttribute('aria-hidden', 'true');
    }
  }

  #end(corners) {
    clearTimeout(this.saying);
    this.events.abort();
    this.sketch.remove();
    this.#active(false);
    this.onEnd(corners);
  }

  #press(event) {
    if (event.isPrimary && event.button === 0) {
      event.preventDefault();
      this.layer.focus({ preventScroll: true });
      this.layer.setPointerCapture(event.pointerId);
      this.pressed = this.#at(event);
      this.cross = this.pressed;
      this.#draw();
    }
  }

  #move(event) {
    this.cross = this.#at(event);
    this.#draw();
  }

  #release(event) {
    if (!this.pressed) {
      return;
    }
    this.cross = this.#at(event);
    if (this.#dragsBox()) {
      this.corners = box(this.pressed, this.cross);
      this.#close();
    } else {
      this.#set(NEAR);
    }
    this.pressed = null;
    this.#draw();
  }

  #letGo() {
    this.pressed = null;
    this.#draw();
  }

  #key(event) {
    if (MOVES[event.key]) {
      const step = event.shiftKey ? FINE_STEP : STEP;
      this.cross = this.cross.map((share, i) => Math.max(0, Math.min(1, share + MOVES[event.key][i] * step)));
      clearTimeout(this.saying);
      this.saying = setTimeout(() => this.announce(place(this.cross)), SAY_AFTER_MS);
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.#set(1);
    } else if (event.key === 'Backspace' || event.key === 'Delete') {
      this.#undo();
    } else {
      return;
    }
    event.preventDefault();
    this.#draw();
  }

  /** Sets a corner at the crosshair; on the first or last corner, within a distance, closes the zone instead. */
  #set(near) {
    const { corners, cross } = this;
    clearTimeout(this.saying);
    const isOn = (corner) => corner !== undefined && this.#distance(corner, cross) <= near;
    if (isOn(corners[0]) || isOn(corners.at(-1))) {
      this.#close();
      return;
    }
    this.corners = [...corners, cross];
    this.announce(`Corner ${this.corners.length} at ${place(cross)}`);
    if (this.corners.length === MAX_CORNERS) {
      this.#close();
    }
  }

  #undo() {
    if (this.corners.length > 0) {
      this.corners = this.corners.slice(0, -1);
      this.announce(`Corner ${this.corners.length + 1} removed`);
      this.#draw();
    }
  }

  #close() {
    const corners = this.corners.length < MIN_CORNERS ? null : outline(this.corners);
    if (corners) {
      this.#end(corners);
    } else {
      this.announce(this.corners.length < MIN_CORNERS
        ? `A zone has at least ${MIN_CORNERS} corners`
        : 'All corners are on one line; a zone has an area');
    }
  }

  #dragsBox() {
    return this.pressed && this.corners.length === 0 && this.#distance(this.pressed, this.cross) > NEAR;
  }

  #draw() {
    const [x, y] = this.cross;
    const corners = this.#dragsBox() ? box(this.pressed, this.cross) : [...this.corners, this.cross];
    this.sketch.replaceChildren(
      shape('polyline', [[0, y], [1, y]], 'cross'),
      shape('polyline', [[x, 0], [x, 1]], 'cross'),
      ...area(corners),
      // A line of no length with round ends is a dot, which is not stretched with the picture.
      ...this.corners.map((corner) => shape('polyline', [corner, corner], 'corner')));
    byId('drawing-close').disabled = this.corners.length < MIN_CORNERS;
    byId('drawing-undo').disabled = this.corners.length === 0;
  }

  #at(event) {
    const area = this.layer.getBoundingClientRect();
    const share = (along, start, extent) => Math.max(0, Math.min(1, (along - start) / extent));
    return [share(event.clientX, area.x, area.width), share(event.clientY, area.y, area.height)];
  }

  /** In CSS pixels. */
  #distance(a, b) {
    const area = this.layer.getBoundingClientRect();
    return Math.hypot((a[0] - b[0]) * area.width, (a[1] - b[1]) * area.height);
  }
}

const box = ([left, top], [right, bottom]) => [[left, top], [right, top], [right, bottom], [left, bottom]];

const place = ([x, y]) => `${Math.round(x * 100)} % across, ${Math.round(y * 100)} % down`;
