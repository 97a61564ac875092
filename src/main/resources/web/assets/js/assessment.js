/** What the rules say of the picture: a banner above it, with intruders, what is missing, and counts. */

import { byId, el } from './dom.js';
import { ruleSet } from './ruleset.js';
import { score, times } from './words.js';

export class AssessmentView {
  constructor() {
    this.root = byId('assessment');
  }

  /**
   * Shows an answer's assessment, if it has one.
   *
   * @returns {string} the same in words, without scores: two frames of a camera that show the same say the same
   */
  show({ assessment }) {
    this.clear();
    if (!assessment) {
      return '';
    }
    const { alert, intruders, missing, counts } = assessment;
    const title = headline(assessment);
    this.root.dataset.tone = alert ? 'alert' : canAlert() ? 'good' : 'plain';
    this.root.append(
      el('h2', {}, title),
      list('assessment-alerts', [
        ...intruders.map(({ label, score: value, zone }) => [el('strong', {}, label), ` ${score(value)}${where(zone)}`]),
        ...missing.map(({ label, expected, found, zone }) => [el('strong', {}, label), `: ${found} of ${expected}${where(zone)}`]),
      ]),
      list('assessment-counts counts', counts.map(({ label, count, zone }) => [`${times(count, label)}${where(zone)}`])));
    this.root.hidden = false;
    return [
      title,
      ...intruders.map(({ label, zone }) => label + where(zone)),
      ...missing.map(({ label, expected, found, zone }) => `${label}${where(zone)}: ${found} of ${expected}`),
      ...counts.map(({ label, count, zone }) => `${times(count, label)}${where(zone)}`),
    ].join(', ');
  }

  clear() {
    this.root.hidden = true;
    this.root.replaceChildren();
  }
}

/**
 * The detections to draw: the answer's, and after them the intruders that the answer leaves out, as the server's own drawing has them.
 * An intruder that is beyond `max` or below the threshold is weaker than every detection of the answer: the order is still best first.
 */
export function drawnOf({ detections, assessment }) {
  const answered = new Set(detections.map(identity));
  const leftOut = new Map();
  for (const intruder of assessment?.intruders ?? []) {
    const key = identity(intruder);
    // A detection that two rules forbid is one box.
    if (!answered.has(key)) {
      leftOut.set(key, intruder);
    }
  }
  return [...detections, ...leftOut.values()];
}

/** Which of the drawn detections are intruders. @returns {Set<number>} indices */
export function intrudersOf({ assessment }, drawn) {
  const intruding = new Set((assessment?.intruders ?? []).map(identity));
  return new Set([...drawn.keys()].filter((i) => intruding.has(identity(drawn[i]))));
}

/** A detection has no id; two of the same label, score and box would look the same. */
const identity = ({ label, score: value, box }) => JSON.stringify([label, value, box.x, box.y, box.width, box.height]);

const canAlert = () => ruleSet.rules.some(({ kind }) => kind !== 'count');

function headline({ alert, intruders, missing }) {
  if (!alert) {
    return canAlert() ? 'As the rules want it' : 'Counted';
  }
  const parts = [];
  // A detection that two rules forbid is told twice, but is one intruder.
  const intruding = new Set(intruders.map(identity)).size;
  if (intruding > 0) {
    parts.push(intruding === 1 ? '1 intruder' : `${intruding} intruders`);
  }
  if (missing.length > 0) {
    parts.push(`${missing.length} missing`);
  }
  return `Alert: ${parts.join(', ')}`;
}

const where = (zone) => (zone === undefined ? '' : ` in ${zone}`);

function list(kind, entries) {
  return el('ul', { class: kind }, ...entries.map((parts) => el('li', {}, ...parts)));
}
