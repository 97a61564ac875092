/** What the node says of its model: what it can find, where it comes from, what a request may be. */

import { limits } from './api.js';
import { el } from './dom.js';
import { limit } from './words.js';

/** Shows the card of one of `GET /models`. */
export async function showCard(model) {
  const bounds = await limits();
  const close = el('button', { type: 'button', class: 'button small' }, 'Close');
  const dialog = el('dialog', { class: 'model-card', 'aria-labelledby': 'model-card-title' },
    el('div', { class: 'card-head' }, el('h2', { id: 'model-card-title' }, model.name), close),
    el('dl', { class: 'facts' }, ...facts(model), ...Object.entries(bounds ?? {}).map(([name, value]) => fact(spaced(name), limit(name, value)))),
    el('h3', {}, `Finds ${model.labels.length} kinds of things`),
    el('p', { class: 'model-labels' }, model.labels.join(', ')));
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Everything that is one word or number; the labels come apart. */
function facts(model) {
  return Object.entries(model)
    .filter(([name, value]) => name !== 'name' && ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => fact(spaced(name), String(value)));
}

const fact = (name, value) => el('div', {}, el('dt', {}, name), el('dd', {}, value));

/** `maxBodyBytes` as `max body bytes`. */
const spaced = (name) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
