/** Which of the node's models looks at pictures: its first, unless somebody has chosen another. */

let chosen = null;

/** Chooses a model by its name; null is the node's first. */
export function choose(name) {
  chosen = name;
}

/** The chosen one of `GET /models`; the first where none is chosen, or the node has it no more. */
export const chosenOf = (models) => models.find(({ name }) => name === chosen) ?? models[0];

/** Adds the choice to the address of a request. */
export function addModel(url) {
  if (chosen !== null) {
    url.searchParams.set('model', chosen);
  }
}
