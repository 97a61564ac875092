/** How the page says numbers. */

/** `1 object`, `3 objects`. */
export const objects = (count) => (count === 1 ? '1 object' : `${count} objects`);

/** `2 × cup`: labels have no plural. */
export const times = (count, label) => `${count} × ${label}`;

export const score = (value) => value.toFixed(2);

const PRECISE_BELOW_MS = 100;

export function milliseconds(ms) {
  return `${ms < PRECISE_BELOW_MS ? ms.toFixed(1) : Math.round(ms)} ms`;
}

export function bytes(count) {
  if (count < 1000) {
    return `${count} bytes`;
  }
  return count < 1_000_000 ? `${Math.round(count / 1000)} kB` : `${(count / 1_000_000).toFixed(1)} MB`;
}

const KIB = 1024;
const MIB = KIB * KIB;
const SECOND_MS = 1000;

/** A limit of `GET /models`, in the largest unit that needs no fraction; its name ends with the unit: `20 MiB`, `30 s`. */
export function limit(name, value) {
  if (name.endsWith('Bytes')) {
    const [unit, words] = [[MIB, 'MiB'], [KIB, 'KiB'], [1, 'bytes']].find(([size]) => value % size === 0);
    return `${value / unit} ${words}`;
  }
  if (name.endsWith('Ms')) {
    return value % SECOND_MS === 0 ? `${value / SECOND_MS} s` : `${value} ms`;
  }
  return String(value);
}

/** `3 objects: 2 × person, 1 × dog`: what a screen reader announces. */
export function summary(counts) {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) {
    return 'No objects';
  }
  return `${objects(total)}: ${[...counts].map(([label, count]) => times(count, label)).join(', ')}`;
}
