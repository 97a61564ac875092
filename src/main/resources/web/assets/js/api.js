/**
 * The gateway's HTTP interface. What can be expected to fail comes back as a value:
 * `{ok: true, …}` or `{ok: false, kind, …}` with kind `problem` (an HTTP error), `network` (no whole
 * answer), `garbled` (not JSON) or `unreadable` (the file could not be read). Only a cancellation is
 * thrown.
 */

import { addModel } from './choice.js';
import { askForKey, keyHeaders } from './key.js';
import { addRules } from './ruleset.js';
import { post as upload } from './upload.js';

/** The most detections that a request may ask of any model; a model's own bound may be lower. */
const MAX_DETECTIONS = 300;

/** The limits of a request that the node told last. */
let told = {};

const UNAUTHORIZED = 401;

const RAW_TYPES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/bmp']);

/** The address of an endpoint; relative, so that the page works under a path prefix too. */
export const address = (path) => new URL(path, document.baseURI);

/**
 * Asks what is in a picture.
 *
 * @param onSent called with the share of the picture that was sent, 0..1
 * @returns {Promise<{ok: true, answer: object, text: string, roundTripMs: number} | object>}
 */
export async function detect(picture, threshold, signal, onSent) {
  const startedAt = performance.now();
  const reply = await post(picture, threshold, 'application/json', signal, onSent);
  if (!reply.ok) {
    return reply;
  }
  try {
    const text = await reply.response.text();
    return { ok: true, answer: JSON.parse(text), text, roundTripMs: performance.now() - startedAt };
  } catch (error) {
    return failed(error, picture, signal);
  }
}

/** Asks for the picture with its boxes drawn, as a JPEG; of these labels only, or of all. */
export async function annotate(picture, threshold, labels, signal) {
  const reply = await post(picture, threshold, 'image/jpeg', signal, () => {}, labels);
  if (!reply.ok) {
    return reply;
  }
  try {
    return { ok: true, blob: await reply.response.blob() };
  } catch (error) {
    return failed(error, picture, signal);
  }
}

/** The node's models, its default first; none while the node cannot tell. */
export const servedModels = async () => (await models())?.models ?? [];

/** The limits of a request, by name, or null while the node cannot tell. */
export const limits = async () => (await models())?.limits ?? null;

async function models() {
  try {
    const response = await fetch(address('models'), { headers: keyHeaders() });
    if (response.status === UNAUTHORIZED) {
      askForKey();
    }
    const answer = response.ok ? await response.json() : null;
    told = answer?.limits ?? told;
    return answer;
  } catch {
    return null;
  }
}

/** The limits of a request, by name, as far as the node has told them yet. */
export const toldLimits = () => told;

/** The most that a request may ask for: the slider has to reach the weakest objects, too. */
export const mostDetections = () => told.maxDetections ?? MAX_DETECTIONS;

/**
 * The node's state and how busy it is: what `GET /health` says, or `{status: 'UNREACHABLE'}`.
 *
 * @returns {Promise<{status: string, admission?: object}>}
 */
export async function health() {
  try {
    const response = await fetch(address('health'), { cache: 'no-store' });
    const body = await response.json().catch(() => ({}));
    return typeof body.status === 'string' ? body : { status: response.ok ? 'UP' : 'DOWN' };
  } catch {
    return { status: 'UNREACHABLE' };
  }
}

async function post(picture, threshold, accept, signal, onSent = () => {}, labels = null) {
  const url = address('detect');
  url.searchParams.set('threshold', threshold);
  url.searchParams.set('max', mostDetections());
  if (labels) {
    url.searchParams.set('labels', labels.join(','));
  }
  addModel(url);
  addRules(url, threshold);
  const type = RAW_TYPES.has(picture.type) ? picture.type : 'application/octet-stream';
  try {
    const headers = { Accept: accept, 'Content-Type': type, ...keyHeaders() };
    const response = await upload(url, { body: picture, headers, signal, onSent });
    return response.ok ? { ok: true, response } : await problem(response);
  } catch (error) {
    return failed(error, picture, signal);
  }
}

/** An HTTP error, with whatever of RFC 9457 it carries: a balancer in between may answer in HTML. */
async function problem(response) {
  if (response.status === UNAUTHORIZED) {
    askForKey();
  }
  const body = await response.json().catch(() => ({}));
  return {
    ok: false,
    kind: 'problem',
    status: response.status,
    type: body.type,
    title: body.title,
    detail: body.detail,
    requestId: body.requestId ?? response.headers.get('X-Request-Id'),
    retryAfterS: seconds(response.headers.get('Retry-After')),
  };
}

/** Retry-After is a number of seconds or an HTTP date. */
function seconds(header) {
  if (header === null) {
    return null;
  }
  const wait = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(wait) ? Math.max(0, Math.ceil(wait)) : null;
}

async function failed(error, picture, signal) {
  signal?.throwIfAborted();
  if (error instanceof SyntaxError) {
    return { ok: false, kind: 'garbled' };
  }
  // fetch says TypeError both for a broken connection and for a file that has changed on disk.
  const readable = await picture.slice(0, 1).arrayBuffer().then(() => true, () => false);
  return { ok: false, kind: readable ? 'network' : 'unreadable' };
}
