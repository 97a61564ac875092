/**
 * Retinagate's page, until there is a picture: the ways in (intake) and the node's state (node). Everything else is loaded once
 * this has been painted, so that the first paint waits for little; session.js tells how the story goes on.
 */

import { byId, el } from './dom.js';
import { takePictures } from './intake.js';
import { Node } from './node.js';

/** Styles of what a page without a picture does not show. */
const LATER = ['results', 'rules', 'gallery'];

const painted = new Promise((done) => {
  if (PerformanceObserver.supportedEntryTypes?.includes('paint')) {
    new PerformanceObserver(done).observe({ type: 'paint', buffered: true });
  } else {
    addEventListener('load', done);
  }
});

let model = null;
let session = null;
const node = new Node(
  () => load().then((loaded) => loaded.back(), () => {}),
  (told, isChosen) => {
    model = told;
    load().then((loaded) => loaded.meet(told, isChosen), () => {});
  });

takePictures(
  (files) => load().then((loaded) => loaded.open(files), incomplete),
  (failure) => load().then((loaded) => loaded.report(failure), incomplete));
byId('model-button').addEventListener('click', () => {
  Promise.all([import('./card.js'), load()]).then(([{ showCard }]) => showCard(model), incomplete);
});
load().catch(() => {});

/** Loads the rest, once; again if the node did not answer. */
function load() {
  session ??= rest().catch((error) => {
    session = null;
    throw error;
  });
  return session;
}

async function rest() {
  await painted;
  const [{ Session }] = await Promise.all([import('./session.js'), ...LATER.map(style)]);
  return new Session(node);
}

function style(name) {
  const href = `assets/css/${name}.css`;
  if (document.querySelector(`link[href="${href}"]`)) {
    return null;
  }
  const link = el('link', { rel: 'stylesheet', href });
  return new Promise((done, failed) => {
    link.addEventListener('load', done);
    link.addEventListener('error', () => {
      link.remove();
      failed(new Error(href));
    });
    document.head.append(link);
  });
}

/** The node went away before the page was there: the words for that have not come either. */
function incomplete() {
  byId('notice').className = 'notice';
  byId('notice').hidden = false;
  byId('notice').replaceChildren(el('p', { role: 'alert' }, 'The server stopped answering before this page was complete. Load it again.'));
}
