/** Small helpers around the DOM. Text goes in as text, never as markup. */

const SVG = 'http://www.w3.org/2000/svg';

export const byId = (id) => document.getElementById(id);

/** An HTML element with attributes and children (nodes or strings). */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** An SVG element with attributes and children. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

/** What is about to vanish hands its focus on, so that the keyboard does not start from the top again. */
export function keepFocus(vanishing) {
  if (vanishing.contains(document.activeElement)) {
    byId('file').focus();
  }
}

/** Sets attributes of an existing element. */
export function set(node, attributes) {
  return fill(node, attributes, []);
}
