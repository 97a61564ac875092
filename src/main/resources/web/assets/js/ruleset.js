/**
 * The rules and zones of the page, as the query parameters `forbid`, `expect`, `count` and `zone` have them. Corners are
 * shares of the upright picture's width and height, 0..1, in thousandths: finer than a picture on a screen.
 */

import { byId } from './dom.js';

/** What a rule does, and its words. */
export const KINDS = {
  forbid: (what) => `No ${what}`,
  expect: (what, atLeast) => `At least ${atLeast} ${what}`,
  count: (what) => `Count ${what}`,
};

/** The server's own bounds (RuleParameters, ZoneParameter): beyond them it refuses the request. */
export const MAX_RULES = 16;
export const MAX_ZONES = 16;
export const MIN_CORNERS = 3;
export const MAX_CORNERS = 32;
export const MAX_NAME_LENGTH = 40;

const THOUSANDTHS = 1000;

/** These separate in rules, so that no name of a zone may have them. */
const NOT_IN_NAMES = /[,:/@\p{Cc}]/u;

/** What follows a rule's label. */
const REST = /^(?::(\d+))?(?:@(\d*\.?\d+))?(?:\/(.+))?$/;

export class RuleSet {
  /** @param shownThreshold tells the threshold that the slider is at, which holds for a rule without a score of its own */
  constructor(shownThreshold) {
    this.shownThreshold = shownThreshold;
    /** `{kind, label, atLeast, score, zone}`; score null: as the slider; zone null: the whole picture */
    this.rules = [];
    /** `{name, corners: [[x, y], …]}` */
    this.zones = [];
    this.listeners = [];
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  get isEmpty() {
    return this.rules.length === 0 && this.zones.length === 0;
  }

  /** Whether a rule changes its meaning with the slider. */
  get followsSlider() {
    return this.rules.some((rule) => rule.score === null);
  }

  /** Adds a rule in place of one of its kind, label and zone; the server takes no two of them. False: there are too many. */
  add(rule) {
    const others = this.rules.filter((one) => key(one) !== key(rule));
    if (others.length === MAX_RULES) {
      return false;
    }
    this.#become([...others, rule], this.zones);
    return true;
  }

  remove(rule) {
    this.#become(this.rules.filter((one) => one !== rule), this.zones);
  }

  /** Adds a zone under the first free name, and answers it; null: there are too many. */
  addZone(corners) {
    if (this.zones.length === MAX_ZONES) {
      return null;
    }
    let number = this.zones.length + 1;
    while (this.zones.some(({ name }) => name === `zone-${number}`)) {
      number++;
    }
    const zone = { name: `zone-${number}`, corners };
    this.#become(this.rules, [...this.zones, zone]);
    return zone;
  }

  /** Renames a zone, in its rules too. Answers what is wrong with the name, or null. */
  rename(zone, text) {
    const name = text.trim();
    const wrong = wrongName(name, this.zones.filter((one) => one !== zone));
    if (!wrong && name !== zone.name) {
      const rules = this.rules.map((rule) => (rule.zone === zone.name ? { ...rule, zone: name } : rule));
      // The same object: its row in the panel stays, and with it the focus.
      zone.name = name;
      this.#become(rules, this.zones);
    }
    return wrong;
  }

  /** Removes a zone and its rules: for the whole picture they would mean something else. */
  removeZone(zone) {
    this.#become(this.rules.filter((rule) => rule.zone !== zone.name), this.zones.filter((one) => one !== zone));
  }

  /** Takes over what `read` has found. */
  replace({ rules, zones }) {
    this.#become(rules, zones);
  }

  /**
   * The parameters, empty or starting with `&`. A rule without a score of its own goes by the slider, whatever threshold
   * the request has.
   */
  query(threshold) {
    const followed = this.shownThreshold();
    const own = (rule) => (rule.score === null && threshold !== followed ? { ...rule, score: followed } : rule);
    return [
      ...Object.keys(KINDS).map((kind) => [kind, this.rules.filter((rule) => rule.kind === kind).map((rule) => form(own(rule))).join()]),
      ...this.zones.map(({ name, corners }) => ['zone', `${name}:${corners.flat().join()}`]),
    ].filter(([, text]) => text !== '').map(([name, text]) => `&${name}=${readable(text)}`).join('');
  }

  #become(rules, zones) {
    this.rules = rules;
    this.zones = zones;
    this.listeners.forEach((listener) => listener());
  }
}

/** The page's rules: requests, snippets and the panel share them. */
export const ruleSet = new RuleSet(() => byId('threshold').valueAsNumber);

/** Adds the page's rules to the address of a request; last, since `searchParams` would make the query unreadable. */
export function addRules(url, threshold) {
  url.search += ruleSet.query(Number(threshold));
}

/** A rule in words: `No person in yard`. */
export function inWords({ kind, label, atLeast, zone }) {
  return KINDS[kind](label, atLeast) + (zone === null ? '' : ` in ${zone}`);
}

/**
 * Reads rules and zones from parameters.
 *
 * @param labels of the model; the longest that a rule begins with is its label
 * @returns {{rules: object[], zones: object[], refused: string[]}} `refused` are the texts that are no rule or zone
 */
export function read(params, labels) {
  const zones = [];
  const rules = [];
  const refused = [];
  const take = (one, list, text, max) => (one && list.length < max ? list.push(one) : refused.push(text));
  for (const text of params.getAll('zone')) {
    take(readZone(text, zones), zones, text, MAX_ZONES);
  }
  for (const kind of Object.keys(KINDS)) {
    for (const text of params.getAll(kind).flatMap((all) => all.split(','))) {
      const rule = readRule(kind, text.trim(), labels, zones);
      const doubled = rule && rules.some((one) => key(one) === key(rule));
      take(doubled ? null : rule, rules, text, MAX_RULES);
    }
  }
  return { rules, zones, refused };
}

/** The corners in thousandths, or null if they have no area. */
export function outline(corners) {
  const rounded = corners.map((corner) => corner.map((share) => Math.round(Math.max(0, Math.min(share, 1)) * THOUSANDTHS)));
  const [first] = rounded;
  const second = rounded.find((corner) => corner[0] !== first[0] || corner[1] !== first[1]);
  // Whole numbers, so that corners on one line are told exactly.
  const off = ([x, y]) => (second[0] - first[0]) * (y - first[1]) !== (second[1] - first[1]) * (x - first[0]);
  return second && rounded.some(off) ? rounded.map((corner) => corner.map((share) => share / THOUSANDTHS)) : null;
}

function readRule(kind, text, labels, zones) {
  const separated = (label) => text.length === label.length || ':@/'.includes(text[label.length]);
  const label = labels
    .filter((one) => text.toLowerCase().startsWith(one.toLowerCase()) && separated(one))
    .sort((a, b) => b.length - a.length)[0];
  const rest = label === undefined ? null : REST.exec(text.slice(label.length));
  if (!rest) {
    return null;
  }
  const [, n, threshold, zone = null] = rest;
  const fits =
    (n === undefined || (kind === 'expect' && Number(n) >= 1)) &&
    (threshold === undefined || Number(threshold) <= 1) &&
    (zone === null || zones.some(({ name }) => name === zone));
  return fits
    ? { kind, label, atLeast: Number(n ?? 1), score: threshold === undefined ? null : Number(threshold), zone }
    : null;
}

function readZone(text, others) {
  const [name, ...rest] = text.split(':');
  const numbers = rest.join(':').split(',');
  const corners = [];
  for (let i = 0; i < numbers.length; i += 2) {
    corners.push([numbers[i], numbers[i + 1]].map((number) => (/^\d*\.?\d+$/.test(number) ? Number(number) : NaN)));
  }
  const fits =
    !wrongName(name.trim(), others) &&
    corners.length >= MIN_CORNERS && corners.length <= MAX_CORNERS &&
    corners.flat().every((share) => share >= 0 && share <= 1);
  const rounded = fits ? outline(corners) : null;
  return rounded && { name: name.trim(), corners: rounded };
}

function wrongName(name, others) {
  if (name === '' || name.length > MAX_NAME_LENGTH) {
    return `A zone’s name has 1 to ${MAX_NAME_LENGTH} characters.`;
  }
  if (NOT_IN_NAMES.test(name)) {
    return 'A zone’s name has no comma, colon, slash or @.';
  }
  return others.some((zone) => zone.name === name) ? `There is a zone ${name} already.` : null;
}

/** What no two rules of a request may share. */
const key = ({ kind, label, zone }) => JSON.stringify([kind, label, zone]);

/** A rule as the server reads it: `label[:n][@threshold][/zone]`. */
function form({ label, atLeast, score: threshold, zone }) {
  return label + (atLeast > 1 ? `:${atLeast}` : '') + (threshold === null ? '' : `@${threshold}`) + (zone === null ? '' : `/${zone}`);
}

/** Escaped for a query, but for what may stand there and separates in rules. */
function readable(text) {
  return encodeURIComponent(text).replace(/%(?:2C|3A|2F|40)/g, decodeURIComponent);
}
