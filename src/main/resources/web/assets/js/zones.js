/** The zones on the picture, scaled with it. */

import { byId, el, svg } from './dom.js';

/** From here on a name would leave the picture to the right. */
const NEAR_THE_RIGHT = 0.75;

export class ZoneView {
  constructor() {
    this.outlines = svg('svg', { viewBox: '0 0 1 1', preserveAspectRatio: 'none' });
    this.names = el('div');
    byId('zones').replaceChildren(this.outlines, this.names);
  }

  show(zones) {
    this.outlines.replaceChildren(...zones.flatMap(({ corners }) => area(corners)));
    this.names.replaceChildren(...zones.map(name));
  }
}

/** A zone on whatever picture: a light line on a dark one. */
export function area(corners) {
  return [shape('polygon', corners, 'zone-halo'), shape('polygon', corners, 'zone')];
}

/** A polygon or polyline in shares of the picture. */
export function shape(element, corners, kind) {
  return svg(element, { class: kind, points: corners.map((corner) => corner.join()).join(' ') });
}

/** At the lowest corner, the left one of two, inside the picture: the labels of boxes are rather at the top. */
function name({ name: text, corners }) {
  const [[x, y]] = [...corners].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const tag = el('span', { class: `zone-name${x > NEAR_THE_RIGHT ? ' is-left' : ''}` }, text);
  tag.style.left = `${x * 100}%`;
  tag.style.top = `${y * 100}%`;
  return tag;
}
