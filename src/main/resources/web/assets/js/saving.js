/** Files that the page hands out: the picture with its boxes, and answers in another program's form. */

import { byId, el } from './dom.js';
import { FORMATS } from './exports.js';

/** @param pictures as exports.js takes them */
export function saveAnswers(pictures) {
  const [name, type, content] = FORMATS[byId('export-format').value](pictures);
  save(new Blob([content], { type }), name);
}

export function saveDrawing(blob, { name }) {
  save(blob, `${name.replace(/\.[^.]*$/, '')}-detections.jpg`);
}

function save(blob, name) {
  const link = el('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}
