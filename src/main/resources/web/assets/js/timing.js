/**
 * Where the time went: a bar of stages in proportion, and the figures. `receiveMs` is the line's time and not the
 * server's, so it counts with the upload: `totalMs` has both.
 */

import { byId, el } from './dom.js';
import { milliseconds } from './words.js';

/** Shows an answer's `timing` and the round trip that this page measured. */
export function showTiming({ timing, requestId }, roundTripMs) {
  const { receiveMs, queueMs, decodeMs, inferenceMs, totalMs } = timing;
  const serverMs = totalMs - receiveMs;
  const stages = [
    ['upload', 'Upload and network', roundTripMs - serverMs],
    ['queue', 'Queue', queueMs],
    ['decode', 'Decode', decodeMs],
    ['inference', 'Inference', inferenceMs],
    ['rest', 'Other server work', serverMs - queueMs - decodeMs - inferenceMs],
  ].map(([name, words, ms]) => ({ name, words, ms: Math.max(0, ms) }));

  byId('timing').replaceChildren(
    bar(stages),
    el('dl', { class: 'timing-list' },
      ...stages.map(({ name, words, ms }) => figure(words, ms, el('span', { class: `dot stage-${name}` }))),
      figure('On the server', serverMs, '', 'is-sum'),
      figure('Round trip', roundTripMs, '', 'is-sum')),
    el('p', { class: 'request-id quiet' }, 'Request ', el('code', {}, requestId)));
}

function bar(stages) {
  const segments = stages.map(({ name, ms }) => {
    const segment = el('span', { class: `stage-${name}` });
    segment.style.flexGrow = String(ms);
    return segment;
  });
  return el('div', { class: 'timing-bar', 'aria-hidden': 'true' }, ...segments);
}

function figure(words, ms, mark, kind = '') {
  return el('div', { class: kind }, el('dt', {}, mark, words), el('dd', {}, milliseconds(ms)));
}
