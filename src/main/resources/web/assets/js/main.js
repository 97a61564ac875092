/**
 * Retinagate's page. A picture comes in (intake), is shown (stage) and sent (api); the answer is
 * drawn on it (overlay) and listed beside it (results). The server is asked once, for everything above
 * a low threshold; the slider filters here.
 */

import { annotate, detect } from './api.js';
import { AnswerView } from './answer.js';
import { coloursOf } from './colours.js';
import { byId } from './dom.js';
import { takePictures } from './intake.js';
import { Node } from './node.js';
import { Notice } from './notice.js';
import { Overlay } from './overlay.js';
import { explain } from './problems.js';
import { Results } from './results.js';
import { Stage } from './stage.js';
import { showTiming } from './timing.js';
import { bytes, summary } from './words.js';

const MOST_AUTOMATIC_TRIES = 5;
const DEFAULT_WAIT_S = 2;
const ANNOUNCE_AFTER_MS = 500;

/** Of the picture at hand: the file, the request under way, how often it was retried unasked, the chosen detection. */
const now = { file: null, request: null, automaticTries: 0, picked: null };

const stage = new Stage();
const notice = new Notice();
const overlay = new Overlay(byId('overlay'), point, pick);
const results = new Results({ onThreshold: filter, onPoint: point, onPick: pick });
const answerView = new AnswerView(announce);
const node = new Node(() => {
  if (notice.kind === 'away') {
    const words = { title: 'The server is back', advice: 'Your picture is still here.', retry: 'manual', tone: 'good' };
    notice.show(words, { again: notice.again });
  }
}, (model) => results.suggest(model.threshold));

takePictures(open, (failure) => report(failure));
byId('cancel').addEventListener('click', cancel);
byId('download').addEventListener('click', () => download());
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    byId('busy').hidden ? choose(null) : cancel();
  }
});

/** A picture came in. */
function open(file) {
  now.file = file;
  keepFocus(byId('samples'));
  document.body.dataset.view = 'work';
  stage.show(file);
  overlay.clear();
  ask();
}

/** Asks the server about the picture at hand. A person's wish, unless `automatic`. */
async function ask(automatic = false) {
  const { file } = now;
  const request = begin(automatic);
  waiting(true);
  try {
    const outcome = await detect(file, results.lowest, request.signal);
    if (outcome.ok) {
      await show(outcome, request.signal);
    } else {
      await report(outcome, ask, request.signal);
    }
  } catch (error) {
    stoppedOrThrow(request, error);
  } finally {
    if (now.request === request) {
      now.request = null;
      waiting(false);
    }
  }
}

/** Fetches the picture with the boxes that are shown drawn on it, and saves it. */
async function download(automatic = false) {
  const { file } = now;
  const request = begin(automatic);
  byId('download').disabled = true;
  byId('download').textContent = 'Drawing…';
  try {
    const outcome = await annotate(file, results.threshold, request.signal);
    if (outcome.ok) {
      save(outcome.blob, `${file.name.replace(/\.[^.]*$/, '')}-detections.jpg`);
    } else {
      await report(outcome, download, request.signal);
    }
  } catch (error) {
    stoppedOrThrow(request, error);
  } finally {
    byId('download').disabled = false;
    byId('download').textContent = 'Download with boxes';
    if (now.request === request) {
      now.request = null;
    }
  }
}

/** Starts a request in place of the one under way. */
function begin(automatic) {
  now.request?.abort();
  now.request = new AbortController();
  now.automaticTries = automatic ? now.automaticTries + 1 : 0;
  keepFocus(byId('notice'));
  notice.clear();
  return now.request;
}

function cancel() {
  const request = now.request;
  now.request = null;
  request.abort();
  waiting(false);
  byId('panel').hidden = true;
  const words = { title: 'Cancelled', advice: 'Your picture is still here.', retry: 'manual', tone: 'warn' };
  notice.show(words, { again: () => ask() });
}

/** A request that was cancelled or replaced ends in an exception of its own signal: no more to do. */
function stoppedOrThrow(request, error) {
  if (!request.signal.aborted) {
    throw error;
  }
}

async function show({ answer, text, roundTripMs }, signal) {
  await stage.sized(answer.image);
  signal.throwIfAborted();
  const colours = coloursOf(answer.detections);
  byId('panel').hidden = false;
  byId('details').hidden = false;
  now.picked = null;
  overlay.draw(answer.image, answer.detections, colours);
  results.draw(answer.detections, colours);
  answerView.show(answer, text);
  showTiming(answer, roundTripMs);
  announce(summary(filter(results.threshold)));
}

/** Shows what is at or above a threshold, everywhere. */
function filter(threshold) {
  overlay.filter(threshold);
  const counts = results.filter(threshold);
  point(null);
  const words = summary(counts);
  overlay.describe(words);
  answerView.showCurl(now.file, threshold);
  announceLater(words);
  return counts;
}

/** Points a detection out in the picture and in the table; without one, the chosen one. */
function point(index) {
  const lit = index ?? now.picked;
  overlay.light(lit);
  results.light(lit);
}

/** Chooses a detection, so that it stays pointed out; choosing it again ends that. */
function pick(index) {
  choose(index === now.picked ? null : index);
  if (now.picked !== null) {
    results.reveal(now.picked);
  }
}

function choose(index) {
  now.picked = index;
  results.pick(index);
  point(index);
}

/** Tells what went wrong, and tries again where the server said when. */
async function report(failure, task = null, signal = null) {
  // A broken connection means different things while the node is up and while it is away.
  const state = failure.kind === 'network' ? await node.check() : node.state;
  signal?.throwIfAborted();
  const words = explain(failure, { state, size: now.file ? bytes(now.file.size) : '' });
  const automatic = words.retry === 'auto' && now.automaticTries < MOST_AUTOMATIC_TRIES;
  if (task === ask) {
    byId('panel').hidden = true;
    byId('details').hidden = true;
  }
  notice.show(words, {
    again: task && (() => task()),
    waitS: automatic ? (failure.retryAfterS ?? DEFAULT_WAIT_S) : null,
    automatically: () => task(true),
  });
}

function waiting(on) {
  keepFocus(byId('busy'));
  byId('busy').hidden = !on;
  byId('stage').setAttribute('aria-busy', String(on));
  byId('panel').setAttribute('aria-busy', String(on));
  if (on) {
    byId('panel').hidden = false;
    byId('details').hidden = true;
    byId('summary').textContent = 'Looking for objects';
    announce('Looking for objects');
  }
}

/** What is about to vanish hands its focus on, so that the keyboard does not start from the top again. */
function keepFocus(vanishing) {
  if (vanishing.contains(document.activeElement)) {
    byId('file').focus();
  }
}

function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

let announcing;

function announce(words) {
  clearTimeout(announcing);
  byId('status').textContent = words;
}

/** While the slider moves, only where it stops is said. */
function announceLater(words) {
  clearTimeout(announcing);
  announcing = setTimeout(() => announce(words), ANNOUNCE_AFTER_MS);
}
