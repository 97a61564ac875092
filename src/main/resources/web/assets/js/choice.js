/** Which of the node's models looks at pictures: its first, unless somebody has chosen another. */

let chosen = null;

/** Chooses a model by its name; null is the node's first. */
export function choose(name) {
  chosen = name;
}

/** The chosen one of `GET /models`; the first where none is chosen. A choice that the node has no more is none. */
export function chosenOf(models) {
  const found = models.find(({ name }) => name === chosen);
  if (found === undefined && models.length > 0) {
    chosen = null;
  }
  return found ?? models[0];
}

/** Adds the choice to the address of a request. */
export function addModel(url) {
  if (chosen !== null) {
    url.searchParams.set('model', chosen);
  }
}
