/**
 * A picture and its answer on the screen: boxes on the picture (stage, overlay), the list beside it (results), what the rules
 * say (assessment), times and text (timing, answer). The slider and the switches of labels filter all of them here.
 */

import { announce, announceLater } from './announcing.js';
import { AnswerView } from './answer.js';
import { AssessmentView, drawnOf, intrudersOf } from './assessment.js';
import { coloursOf } from './colours.js';
import { byId } from './dom.js';
import { Overlay } from './overlay.js';
import { Results } from './results.js';
import { Stage } from './stage.js';
import { showTiming } from './timing.js';
import { summary } from './words.js';
import { Zoom } from './zoom.js';

export class View {
  /** The answer that is shown, as it came, or null. */
  answer = null;
  #file = null;
  #picked = null;
  #stage = new Stage();
  #zoom = new Zoom();
  #answerView = new AnswerView(announce);
  #assessmentView = new AssessmentView();
  #overlay;
  #results;
  #onFiltered;

  /** @param onFiltered called when other detections are shown */
  constructor(onFiltered) {
    this.#onFiltered = onFiltered;
    const onPoint = (index) => this.#point(index);
    const onPick = (index) => this.#pick(index);
    const onFilter = () => this.#filter();
    this.#overlay = new Overlay(byId('overlay'), onPoint, onPick);
    this.#results = new Results({ onThreshold: onFilter, onPoint, onPick, onFilter });
  }

  /** What the server has to be asked for. */
  get lowest() {
    return this.#results.lowest;
  }

  get threshold() {
    return this.#results.threshold;
  }

  /** The labels that are shown, or null for all. */
  get labels() {
    return this.#results.labels;
  }

  suggest(threshold) {
    this.#results.suggest(threshold);
  }

  begin(threshold) {
    this.#results.begin(threshold);
  }

  /** Shows a picture; one after another of the same scene are seen in the same zoom. */
  put(file, sameScene) {
    if (file !== this.#file && !sameScene) {
      this.#zoom.reset();
    }
    this.#file = file;
    this.#stage.show(file);
  }

  /** Nothing is known of the picture yet. */
  clear() {
    this.answer = null;
    this.#overlay.clear();
    this.#assessmentView.clear();
  }

  hideAnswer() {
    byId('panel').hidden = true;
    byId('details').hidden = true;
  }

  wait(on, words) {
    byId('busy').hidden = !on;
    byId('stage').setAttribute('aria-busy', String(on));
    byId('panel').setAttribute('aria-busy', String(on));
    if (on) {
      byId('panel').hidden = false;
      byId('details').hidden = true;
      byId('summary').textContent = words;
      byId('busy-text').textContent = words;
    }
  }

  /** Shows an answer to the picture. @returns what was found and what the rules say of it, in words */
  async show({ answer, text, roundTripMs }, signal) {
    await this.#stage.sized(answer.image);
    signal.throwIfAborted();
    const drawn = drawnOf(answer);
    const colours = coloursOf(drawn);
    byId('panel').hidden = false;
    byId('details').hidden = false;
    this.#picked = null;
    this.answer = answer;
    this.#overlay.draw(answer.image, drawn, colours);
    this.#overlay.accuse(intrudersOf(answer, drawn));
    this.#results.draw(answer.detections, colours);
    this.#answerView.came(text);
    showTiming(answer, roundTripMs);
    return [summary(this.#filter()), this.#assessmentView.show(answer)];
  }

  /** The part of an answer that is at or above the threshold and of labels that are not switched off. */
  shown(answer) {
    return { ...answer, detections: answer.detections.filter((one) => this.#results.shows(one)) };
  }

  /** Chooses a detection, so that it stays pointed out; null ends that. */
  choose(index) {
    this.#picked = index;
    this.#results.pick(index);
    this.#point(index);
  }

  /** Shows what is to be shown, everywhere. */
  #filter() {
    if (!this.answer) {
      return new Map();
    }
    this.#overlay.filter((detection) => this.#results.shows(detection));
    const counts = this.#results.filter();
    this.#point(null);
    const words = summary(counts);
    this.#overlay.describe(words);
    this.#answerView.show(this.shown(this.answer), this.#file, this.threshold, this.labels);
    this.#onFiltered();
    announceLater(words);
    return counts;
  }

  /** Points a detection out in the picture and in the table; without one, the chosen one. */
  #point(index) {
    const lit = index ?? this.#picked;
    this.#overlay.light(lit);
    this.#results.light(lit);
  }

  /** Choosing the chosen one again ends that. */
  #pick(index) {
    this.choose(index === this.#picked ? null : index);
    if (this.#picked !== null) {
      this.#results.reveal(this.#picked);
    }
  }
}
