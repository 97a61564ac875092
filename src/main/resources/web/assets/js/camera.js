/**
 * The live camera: one picture at a time is taken, sent and shown with its own boxes, and only then the next. A page that
 * nobody looks at lets go of the camera.
 */

import { byId } from './dom.js';
import { Pace } from './pace.js';
import { explain } from './problems.js';

/** A detector scales a picture down to less; more would only be a longer upload. */
const MOST_WIDTH = 1280;
const JPEG_QUALITY = 0.85;

/** A line that is dead says nothing at all. */
const PATIENCE_MS = 30_000;

const SECOND_MS = 1000;

/** Of the times between pictures, how much the newest counts in the rate that is shown. */
const NEWEST = 0.3;

const CAMERA_FAILED = {
  NotAllowedError: ['The camera is not allowed', 'Allow it for this page in the browser’s address bar, then start it again.'],
  NotFoundError: ['There is no camera', 'Connect one, then start it again.'],
  NotReadableError: ['The camera is in use', 'Close the other program that uses it, then start it again.'],
  insecure: ['The camera needs a secure address', 'Browsers give it to pages under https or on localhost only.'],
};

export class Camera {
  /**
   * @param ask asks the server: (file, signal) => what api.js answers
   * @param onFrame shows a picture and its answer: (file, outcome, signal) => a promise
   * @param onWait called with the seconds until the next picture after a refusal, and with null if none comes
   * @param onNotice called with words for the notice when the camera had to stop
   * @param announce says something to a screen reader
   */
  constructor({ ask, onFrame, onWait, onNotice, announce }) {
    Object.assign(this, { ask, onFrame, onWait, onNotice, announce });
    this.video = document.createElement('video');
    this.video.muted = true;
    this.video.playsInline = true;
    this.canvas = document.createElement('canvas');
    this.run = null;
    this.said = '';
    document.addEventListener('visibilitychange', () => this.#seen());
    byId('live-stop').addEventListener('click', () => this.stop());
  }

  /** Whether it runs, or waits for the page to be looked at again. */
  get on() {
    return !byId('live-bar').hidden;
  }

  async start() {
    byId('live-bar').hidden = false;
    byId('live').disabled = true;
    this.pace = new Pace();
    byId('live-stop').focus();
    await this.#begin();
  }

  stop() {
    this.#letGo();
    if (this.on) {
      const focused = byId('live-bar').contains(document.activeElement);
      byId('live-bar').hidden = true;
      byId('live').disabled = false;
      if (focused) {
        byId('live').focus();
      }
      this.announce('Camera off');
    }
  }

  async #begin() {
    const run = new AbortController();
    this.run?.abort();
    this.run = run;
    this.#tell('waiting', 'Waiting for the camera');
    try {
      await this.#open(run);
      this.everyMs = null;
      while (!run.signal.aborted) {
        await this.#once(run.signal);
      }
    } catch (error) {
      // What a stopped run throws, nobody waits for.
      if (!run.signal.aborted) {
        this.#fail(error);
      }
    }
  }

  #fail(error) {
    const [title, advice] = CAMERA_FAILED[error.name] ?? ['The camera failed', error.message];
    this.stop();
    this.onNotice({ title, advice, tone: 'warn' });
  }

  async #open(run) {
    if (!navigator.mediaDevices) {
      throw Object.assign(new Error(), { name: 'insecure' });
    }
    const wanted = { width: { ideal: MOST_WIDTH }, facingMode: 'environment' };
    const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    const [track] = stream.getVideoTracks();
    run.signal.addEventListener('abort', () => track.stop());
    if (run.signal.aborted) {
      track.stop();
    }
    track.addEventListener('ended', () => this.run === run && this.#fail({ name: 'NotFoundError' }));
    this.video.srcObject = stream;
    await this.video.play();
  }

  /** Takes and sends one picture, and waits until it is time for the next. */
  async #once(signal) {
    const began = performance.now();
    const file = await this.#take();
    signal.throwIfAborted();
    const outcome = await this.#patiently(file, signal);
    if (outcome.ok) {
      await this.onFrame(file, outcome, signal);
      await wait(this.pace.answered(performance.now() - began), signal);
      this.#showRate(performance.now() - began);
    } else {
      await this.#refused(outcome, signal);
    }
  }

  async #refused(outcome, signal) {
    const words = explain(outcome, { state: 'UNREACHABLE', size: '' });
    if (!words.retry) {
      // The next picture would fare the same.
      this.stop();
      this.onNotice(words);
      return;
    }
    const waitMs = this.pace.refused(outcome.retryAfterS ?? null);
    this.everyMs = null;
    this.#tell('slowed', words.title, `next picture in ${Math.ceil(waitMs / SECOND_MS)} s`);
    this.onWait(waitMs / SECOND_MS);
    await wait(waitMs, signal);
  }

  async #patiently(file, signal) {
    const request = new AbortController();
    const end = () => request.abort();
    const timer = setTimeout(end, PATIENCE_MS);
    signal.addEventListener('abort', end);
    try {
      return await this.ask(file, request.signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!request.signal.aborted) {
        throw error;
      }
      return { ok: false, kind: 'network' };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    }
  }

  async #take() {
    const { videoWidth, videoHeight } = this.video;
    if (videoWidth === 0) {
      throw new Error('It gives no picture.');
    }
    const scale = Math.min(1, MOST_WIDTH / videoWidth);
    this.canvas.width = Math.round(videoWidth * scale);
    this.canvas.height = Math.round(videoHeight * scale);
    this.canvas.getContext('2d').drawImage(this.video, 0, 0, this.canvas.width, this.canvas.height);
    const blob = await new Promise((done) => this.canvas.toBlob(done, 'image/jpeg', JPEG_QUALITY));
    return new File([blob], 'camera.jpg', { type: 'image/jpeg' });
  }

  #showRate(tookMs) {
    this.everyMs = this.everyMs === null ? tookMs : this.everyMs * (1 - NEWEST) + tookMs * NEWEST;
    const rate = `${(SECOND_MS / this.everyMs).toFixed(1)} pictures a second`;
    if (this.pace.slowed) {
      this.#tell('slowed', 'Slowed down, since the server was busy', rate);
    } else {
      this.#tell('live', 'Live', rate);
    }
  }

  /** Figures change with each picture and are not announced. */
  #tell(state, words, figures = '') {
    byId('live-bar').dataset.state = state;
    byId('live-words').textContent = words;
    byId('live-figures').textContent = figures;
    if (words !== this.said) {
      this.said = words;
      this.announce(words);
    }
  }

  #seen() {
    if (!this.on) {
      return;
    }
    if (document.hidden) {
      this.#letGo();
      this.#tell('waiting', 'Paused while this page is hidden');
    } else {
      this.#begin();
    }
  }

  #letGo() {
    this.run?.abort();
    this.run = null;
    this.onWait(null);
    this.video.srcObject = null;
  }
}

function wait(ms, signal) {
  signal.throwIfAborted();
  return new Promise((done, stopped) => {
    const end = () => {
      clearTimeout(timer);
      stopped(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      done();
    }, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
