/**
 * Which colour a label has. Given out in the order in which the labels appear in an answer, so that
 * the strongest eight differ in hue; further ones repeat the hues with another dash. The colours
 * are in results.css.
 */

const HUES = 8;
const DASHES = 3;

/** @returns {Map<string, string>} CSS classes by label */
export function coloursOf(detections) {
  const classes = new Map();
  for (const { label } of detections) {
    if (!classes.has(label)) {
      const rank = classes.size;
      classes.set(label, `hue-${rank % HUES} dash-${Math.floor(rank / HUES) % DASHES}`);
    }
  }
  return classes;
}
