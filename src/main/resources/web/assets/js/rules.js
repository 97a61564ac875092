/** The panel of rules and zones: made here, listed, and shown as the query that does the same. */

import { readAddress, writeAddress } from './address.js';
import { address, mostDetections } from './api.js';
import { addModel } from './choice.js';
import { byId, el } from './dom.js';
import { addRules, inWords, KINDS, MAX_NAME_LENGTH, MAX_RULES, MAX_ZONES, ruleSet } from './ruleset.js';
import { score } from './words.js';
import { ZoneView } from './zones.js';

/** Keys that are held down move the slider many times; only where it stops is asked for. */
const SETTLED_AFTER_MS = 400;

const COPIED_SHOWN_MS = 1500;

export class RulesPanel {
  /**
   * @param onChange called when the picture has to be asked for anew, because the rules say something else
   * @param onThreshold called with the threshold of an address that was opened
   * @param announce says something to a screen reader
   */
  constructor({ onChange, onThreshold, announce }) {
    this.onChange = onChange;
    this.onThreshold = onThreshold;
    this.announce = announce;
    this.labels = null;
    this.asked = '';
    this.view = new ZoneView();
    ruleSet.onChange(() => this.#changed());
    byId('rule-kind').addEventListener('change', () => this.#offerNumber());
    byId('rule-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#add();
    });
    byId('zone-new').addEventListener('click', () => this.#draw());
    byId('share').addEventListener('click', () => this.#share());
    byId('threshold').addEventListener('input', () => this.#slid());
    window.addEventListener('hashchange', () => this.labels && this.#restore());
    this.#offerNumber();
    this.#render();
  }

  /** Shows the panel: there is a picture that rules may be for. */
  open() {
    byId('rules').hidden = false;
    byId('zone-new').disabled = false;
  }

  /** Offers the labels of the model; once there are some, takes over the rules of the address. */
  offer(labels) {
    if (labels.length === 0) {
      return;
    }
    const first = this.labels === null;
    // A rule cannot name a label with a comma: it separates rules.
    this.labels = labels.filter((label) => !label.includes(','));
    byId('rule-labels').replaceChildren(...this.labels.map((label) => el('option', { value: label })));
    if (first && location.hash.length > 1) {
      this.#restore();
    } else {
      // The query names the model.
      this.#render();
    }
  }

  #restore() {
    const { rules, zones, refused, threshold } = readAddress(this.labels);
    if (threshold !== null) {
      this.onThreshold(threshold);
    }
    ruleSet.replace({ rules, zones });
    if (!ruleSet.isEmpty || refused.length > 0) {
      byId('rules').hidden = false;
    }
    if (refused.length > 0) {
      this.#say(`Left out of the address, since they are no rules for this model: ${refused.join(' · ')}`);
    }
  }

  #add() {
    const label = this.#label();
    const atLeast = byId('rule-number').valueAsNumber;
    const own = byId('rule-score').valueAsNumber;
    if (!label) {
      this.#refuse('rule-label', 'The model does not know this object. Choose one from the list.');
      return;
    }
    const kind = byId('rule-kind').value;
    const added = ruleSet.add({
      kind,
      label,
      atLeast: kind === 'expect' && atLeast >= 1 ? atLeast : 1,
      score: Number.isNaN(own) ? null : own,
      zone: byId('rule-zone').value || null,
    });
    if (!added) {
      this.#refuse('rule-label', `${MAX_RULES} rules are the most.`);
      return;
    }
    byId('rule-label').value = '';
    byId('rule-label').focus();
    this.#say('');
    this.announce('Rule added');
  }

  /** As the model writes it; letters may be of either case. */
  #label() {
    const written = byId('rule-label').value.trim().toLowerCase();
    return this.labels?.find((label) => label.toLowerCase() === written);
  }

  #refuse(field, words) {
    byId(field).setAttribute('aria-invalid', 'true');
    byId(field).focus();
    this.#say(words);
  }

  #say(words) {
    byId('rule-message').textContent = words;
    byId('rule-message').hidden = words === '';
    if (words === '') {
      byId('rule-label').removeAttribute('aria-invalid');
    }
  }

  #offerNumber() {
    byId('rule-number').max = mostDetections();
    byId('rule-number').closest('label').hidden = byId('rule-kind').value !== 'expect';
  }

  async #draw() {
    if (ruleSet.zones.length === MAX_ZONES) {
      this.#say(`${MAX_ZONES} zones are the most.`);
      return;
    }
    this.#say('');
    byId('zone-new').disabled = true;
    const { Drawing } = await import('./drawing.js');
    new Drawing((corners) => this.#drawn(corners), this.announce);
    this.announce(byId('drawing-how').textContent);
  }

  #drawn(corners) {
    byId('zone-new').disabled = false;
    if (corners === null) {
      byId('zone-new').focus();
      return;
    }
    const zone = ruleSet.addZone(corners);
    // The next rule is probably for this zone.
    byId('rule-zone').value = zone.name;
    const field = byId('zone-list').lastElementChild.querySelector('input');
    field.focus();
    field.select();
    this.announce(`Zone with ${corners.length} corners. Its name can be changed.`);
  }

  #slid() {
    if (ruleSet.followsSlider) {
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.#changed(), SETTLED_AFTER_MS);
    }
  }

  #changed() {
    this.#render();
    writeAddress();
    // Zones without rules change no answer.
    const means = ruleSet.rules.length > 0 ? ruleSet.query(0) : '';
    if (means !== this.asked) {
      this.asked = means;
      this.onChange();
    }
  }

  #render() {
    this.view.show(ruleSet.zones);
    byId('rule-list').replaceChildren(...ruleSet.rules.map((rule) => this.#rule(rule)));
    // A zone that is renamed keeps its row: the focus is in it, or on its way to the next.
    if (this.listed !== ruleSet.zones) {
      this.listed = ruleSet.zones;
      byId('zone-list').replaceChildren(...ruleSet.zones.map((zone) => this.#zone(zone)));
    }
    byId('zones-title').hidden = ruleSet.zones.length === 0;
    this.#offerZones();
    byId('rule-query').parentElement.hidden = ruleSet.isEmpty;
    // A line of it begins with a parameter where it can.
    byId('rule-query').replaceChildren(...this.#query().split(/(?=&)/).flatMap((part) => [el('wbr'), part]));
    byId('share').hidden = ruleSet.isEmpty;
  }

  /** The choice is kept by the zone, which may have a new name. */
  #offerZones() {
    const chosen = this.offered?.[byId('rule-zone').selectedIndex - 1];
    this.offered = ruleSet.zones;
    byId('rule-zone').replaceChildren(
      el('option', { value: '' }, 'the whole picture'),
      ...ruleSet.zones.map(({ name }) => el('option', { value: name }, name)));
    byId('rule-zone').value = ruleSet.zones.includes(chosen) ? chosen.name : '';
  }

  /** The query that does the same, at the slider's threshold. */
  #query() {
    const threshold = ruleSet.shownThreshold();
    const url = address('detect');
    url.searchParams.set('threshold', threshold);
    addModel(url);
    addRules(url, threshold);
    return `${url.pathname}${url.search}`;
  }

  #rule(rule) {
    const words = inWords(rule);
    const from = `at ${rule.score === null ? 'the threshold' : score(rule.score)} or above`;
    return el('li', { 'data-kind': rule.kind },
      el('span', { class: 'rule-words' }, el('span', {}, words), ' ', el('span', { class: 'quiet' }, from)),
      this.#remover(`Remove rule: ${words}`, 'rule-list', () => ruleSet.remove(rule)));
  }

  #zone(zone) {
    const field = el('input', { value: zone.name, maxlength: MAX_NAME_LENGTH, 'aria-label': 'Name of the zone', spellcheck: 'false' });
    field.addEventListener('change', () => {
      const wrong = ruleSet.rename(zone, field.value);
      this.#say(wrong ?? '');
      if (wrong) {
        field.value = zone.name;
      }
    });
    return el('li', {},
      el('span', { class: 'rule-words' }, field, ' ', el('span', { class: 'quiet' }, `${zone.corners.length} corners`)),
      this.#remover('Remove this zone and its rules', 'zone-list', () => ruleSet.removeZone(zone)));
  }

  #remover(words, list, remove) {
    const button = el('button', { type: 'button', class: 'remove', 'aria-label': words, title: words }, '×');
    button.addEventListener('click', () => {
      remove();
      // The button is gone; the keyboard goes on from the next one, or from the form.
      (byId(list).querySelector('.remove') ?? byId('rule-label')).focus();
      this.announce('Removed');
    });
    return button;
  }

  async #share() {
    const words = await navigator.clipboard.writeText(location.href).then(
      () => 'Link copied',
      () => 'Copy it from the address bar');
    byId('share').textContent = words;
    this.announce(words);
    setTimeout(() => (byId('share').textContent = 'Copy link'), COPIED_SHOWN_MS);
  }
}
