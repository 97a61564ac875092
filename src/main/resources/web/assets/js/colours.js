/**
 * Which colour a label has. A class has its own hue in every picture, unless a stronger label of the
 * picture has it already: then it gets the next free one, so that the strongest eight labels differ
 * in hue; further ones repeat the hues with another dash. The colours are in results.css. The server
 * draws with the same ones (Legend.java): people compare both.
 */

const HUES = 8;
const DASHES = 3;

/** @param detections best first. @returns {Map<string, string>} CSS classes by label */
export function coloursOf(detections) {
  const classes = new Map();
  const taken = new Set();
  for (const { label, classId } of detections) {
    if (!classes.has(label)) {
      if (classes.size % HUES === 0) {
        taken.clear();
      }
      let hue = classId % HUES;
      while (taken.has(hue)) {
        hue = (hue + 1) % HUES;
      }
      taken.add(hue);
      classes.set(label, `hue-${hue} dash-${Math.floor(classes.size / HUES) % DASHES}`);
    }
  }
  return classes;
}
