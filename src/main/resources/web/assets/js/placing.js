/**
 * Where labels go: next to their box, inside the picture, and never over one another. A pure
 * function in CSS pixels.
 */

/**
 * Places one label a box, in the order given (best first: it gets the best place).
 *
 * @param boxes `{x, y, width, height}` each
 * @param sizes `{width, height}` each, of the labels
 * @param bounds `{width, height}` of the picture
 * @returns {{x: number, y: number, free: boolean}[]} top left corners; `free` is false where every
 *     place is taken, so that the label should only show when its box is pointed out
 */
export function placeLabels(boxes, sizes, bounds) {
  const taken = [];
  return boxes.map((box, i) => {
    const places = candidates(box, sizes[i]).map((place) => within(place, sizes[i], bounds));
    const free = places.find((place) => !taken.some((other) => overlap(place, other)));
    if (free) {
      taken.push(free);
    }
    const { x, y } = free ?? places[0];
    return { x, y, free: free !== undefined };
  });
}

/** Above the box, then inside its corners, then below: left before right. */
function candidates(box, size) {
  const left = box.x;
  const right = box.x + box.width - size.width;
  const bottom = box.y + box.height;
  return [
    { x: left, y: box.y - size.height },
    { x: left, y: box.y },
    { x: right, y: box.y - size.height },
    { x: right, y: box.y },
    { x: left, y: bottom - size.height },
    { x: right, y: bottom - size.height },
    { x: left, y: bottom },
    { x: right, y: bottom },
  ];
}

function within(place, { width, height }, bounds) {
  return {
    x: Math.max(0, Math.min(place.x, bounds.width - width)),
    y: Math.max(0, Math.min(place.y, bounds.height - height)),
    width,
    height,
  };
}

function overlap(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
