/**
 * What happens with pictures: one is shown and asked for at once, several wait for their turn in the gallery, those of the
 * camera come one by one. The server is asked for everything above a low threshold, and the view filters. What goes
 * wrong is put into words, and tried again where the server said when.
 */

import { announce, tell } from './announcing.js';
import { annotate, detect } from './api.js';
import { detectOrRedraw } from './asking.js';
import { byId, keepFocus } from './dom.js';
import { Gallery } from './gallery.js';
import { Live } from './live.js';
import { hush, LOOKING, showSent } from './progress.js';
import { Reporter } from './reporting.js';
import { RulesPanel } from './rules.js';
import { saveAnswers, saveDrawing } from './saving.js';
import { View } from './view.js';

export class Session {
  /** The picture at hand: as it was sent, so that what is asked next fits its answer. */
  #file = null;
  /** The request under way. */
  #request = null;
  /** Of the picture as it came in: its name, and how many of its pixels make one of the picture at hand. */
  #origin = { name: '', scale: 1 };
  #view;
  #gallery;
  #rules;
  #live;
  #reporter;
  #node;

  /** @param node the header, which knows whether the node is there */
  constructor(node) {
    this.#node = node;
    this.#reporter = new Reporter(node);
    this.#view = new View(() => {
      this.#gallery.recount();
      this.#offerExport();
    });
    this.#gallery = new Gallery({
      ask: (file, signal, onSent) => detectOrRedraw(file, this.#view.lowest, signal, onSent),
      heard: (outcome) => node.heard(outcome),
      onWait: (seconds) => node.asksAgainIn(seconds),
      check: () => node.check(),
      count: (answer) => this.#view.shown(answer).detections.length,
      onShow: (item) => this.#showItem(item),
      onAnswered: () => this.#offerExport(),
      onSent: showSent,
      announce,
    });
    this.#rules = new RulesPanel({ onChange: () => this.#askAnew(), onThreshold: (threshold) => this.#view.begin(threshold), announce });
    this.#live = new Live(() => this.#leave(), {
      ask: (file, signal) => this.#askForFrame(file, signal),
      onFrame: (file, outcome, signal) => this.#showFrame(file, outcome, signal),
      onWait: (seconds) => node.asksAgainIn(seconds),
      onNotice: (words) => this.#reporter.show(words),
      announce,
    });
    byId('cancel').addEventListener('click', () => this.#cancel());
    byId('download').addEventListener('click', () => this.#download());
    byId('gallery-clear').addEventListener('click', () => this.#clear());
    byId('export').addEventListener('click', () => this.#export());
    document.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') {
        byId('busy').hidden ? this.#view.choose(null) : this.#cancel();
      }
    });
  }

  /** The node told its model. One that was chosen looks at the picture that is shown. */
  meet({ threshold, labels }, isChosen) {
    this.#view.suggest(threshold);
    this.#rules.offer(labels);
    if (isChosen) {
      this.#askAnew();
    }
  }

  /** The node serves again. */
  back() {
    this.#reporter.back(this.#file);
  }

  /** Pictures came in. One alone is asked for at once; several, or one more, wait for their turn in the gallery. */
  open(files) {
    this.#live.stop();
    keepFocus(byId('samples'));
    if (files.length === 1 && this.#gallery.size === 0) {
      this.#put(files[0]);
      this.#view.clear();
      this.#ask();
      return;
    }
    this.#drop();
    this.#gallery.add(files);
  }

  /** Tells what went wrong, and tries `task` again where the server said when. */
  report(failure, task = null, signal = null) {
    return this.#reporter.report(failure, this.#file, task, signal);
  }

  #put(file) {
    this.#file = file;
    this.#origin = { name: file.name, scale: 1 };
    document.body.dataset.view = 'work';
    this.#view.put(file, this.#live.on);
    this.#rules.open();
  }

  /** Asks the server about the picture at hand. A person's wish, unless `automatic`; `quietly` if what is shown is of this picture. */
  async #ask(automatic = false, quietly = false) {
    const file = this.#file;
    const request = this.#begin(automatic);
    this.#wait(!quietly);
    try {
      const { outcome, sent, scale } = await detectOrRedraw(file, this.#view.lowest, request.signal, quietly ? () => {} : showSent);
      if (sent !== file) {
        this.#put(sent);
        this.#origin = { name: file.name, scale };
      }
      if (outcome.ok) {
        this.#node.heard(outcome);
        await this.#show(outcome, request.signal);
      } else {
        this.#view.hideAnswer();
        await this.report(outcome, (again) => this.#ask(again), request.signal);
      }
    } catch (error) {
      stoppedOrThrow(request, error);
    } finally {
      if (this.#request === request) {
        this.#request = null;
        this.#wait(false);
      }
    }
  }

  /** The rules say something else: what is shown stays until the answer to them is there. A camera's next picture has them anyway. */
  #askAnew() {
    if (this.#gallery.size > 0) {
      this.#gallery.again();
    } else if (this.#file && !this.#live.on) {
      this.#ask(false, this.#request === null);
    }
  }

  /** One of the gallery's pictures was chosen, or has its outcome now. */
  async #showItem(item) {
    const { sent, outcome } = item;
    const request = this.#begin(false);
    if (sent !== this.#file) {
      this.#put(sent);
      this.#view.clear();
    }
    this.#wait(outcome === null, item.state === 'waiting' ? 'Waiting for its turn' : LOOKING);
    try {
      if (outcome?.ok) {
        await this.#show(outcome, request.signal);
      } else if (outcome) {
        this.#view.hideAnswer();
        await this.report(outcome, () => this.#gallery.retry(item), request.signal);
      }
    } catch (error) {
      stoppedOrThrow(request, error);
    }
  }

  /** Forgets the gallery; the picture at hand stays. */
  #clear() {
    this.#gallery.clear();
    this.#drop();
    if (this.#view.answer) {
      this.#offerExport();
    } else {
      this.#view.hideAnswer();
    }
  }

  /** Leaves the pictures at hand for those of the camera. */
  #leave() {
    this.#gallery.clear();
    this.#drop();
    this.#reporter.clear();
  }

  async #askForFrame(file, signal) {
    const outcome = await detect(file, this.#view.lowest, signal);
    this.#node.heard(outcome);
    if (outcome.kind === 'network') {
      this.#node.check();
    }
    return outcome;
  }

  /** A picture of the camera and its answer, at once: the boxes are never those of another picture. */
  async #showFrame(file, outcome, signal) {
    this.#put(file);
    await this.#show(outcome, signal);
  }

  async #show(outcome, signal) {
    tell(await this.#view.show(outcome, signal), this.#live.on);
  }

  /** Fetches the picture with the boxes that are shown drawn on it, and saves it. */
  async #download(automatic = false) {
    const file = this.#file;
    const request = this.#begin(automatic);
    byId('download').disabled = true;
    byId('download').textContent = 'Drawing…';
    try {
      const outcome = await annotate(file, this.#view.threshold, this.#view.labels, request.signal);
      if (outcome.ok) {
        this.#node.heard(outcome);
        saveDrawing(outcome.blob, file);
      } else {
        await this.report(outcome, (again) => this.#download(again), request.signal);
      }
    } catch (error) {
      stoppedOrThrow(request, error);
    } finally {
      byId('download').disabled = false;
      byId('download').textContent = 'Download with boxes';
      if (this.#request === request) {
        this.#request = null;
      }
    }
  }

  /** Saves what is shown of all pictures. */
  #export() {
    const pictures = this.#gallery.size > 0 ? this.#gallery.ended() : this.#answered();
    saveAnswers(pictures.map((one) => (one.answer ? { ...one, answer: this.#view.shown(one.answer) } : one)));
  }

  /** The answers at hand: of the gallery, or of the one picture. */
  #answered() {
    return this.#gallery.size > 0 ? this.#gallery.answered() : [{ ...this.#origin, answer: this.#view.answer }];
  }

  #offerExport() {
    const pictures = this.#answered().length;
    byId('export').textContent = pictures > 1 ? `Export ${pictures} pictures` : 'Export';
  }

  /** Starts a request in place of the one under way. */
  #begin(automatic) {
    this.#request?.abort();
    this.#request = new AbortController();
    this.#reporter.begin(automatic);
    return this.#request;
  }

  /** Ends the request under way without a word. */
  #drop() {
    this.#request?.abort();
    this.#request = null;
    this.#wait(false);
  }

  #cancel() {
    const several = this.#gallery.size > 0;
    this.#gallery.pause();
    this.#drop();
    this.#view.hideAnswer();
    const advice = several ? 'Your pictures are still here, and the answers that have come.' : 'Your picture is still here.';
    const again = several ? () => this.#gallery.goOn() : () => this.#ask();
    this.#reporter.show({ title: 'Cancelled', advice, retry: 'manual', tone: 'warn' }, { again });
  }

  #wait(on, words = LOOKING) {
    hush();
    keepFocus(byId('busy'));
    this.#view.wait(on, words);
    if (on) {
      announce(words);
    }
  }
}

/** A request that was cancelled or replaced ends in an exception of its own signal: no more to do. */
function stoppedOrThrow(request, error) {
  if (!request.signal.aborted) {
    throw error;
  }
}
