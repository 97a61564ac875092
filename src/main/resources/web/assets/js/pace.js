/** How often a camera asks: as fast as the server answers up to a bound, slower each time that it refuses. Pure. */

/** Five pictures a second move well, and leave room for other clients. */
const FASTEST_MS = 200;
const SLOWEST_MS = 10_000;

const SLOWER = 2;
const FASTER = 0.7;

/** Waits are longer by up to this share, so that pages that were refused together do not come back together. */
const JITTER = 0.25;

const SECOND_MS = 1000;

export class Pace {
  /** @param random 0..1 */
  constructor(random = Math.random) {
    this.random = random;
    this.intervalMs = FASTEST_MS;
  }

  get slowed() {
    return this.intervalMs > FASTEST_MS;
  }

  /** After an answer: the wait before the next picture, in milliseconds. */
  answered(tookMs) {
    this.intervalMs = Math.max(FASTEST_MS, this.intervalMs * FASTER);
    return Math.max(0, this.intervalMs - tookMs);
  }

  /**
   * After a refusal: the wait before the next picture, in milliseconds.
   *
   * @param retryAfterS what the server asked for, or null
   */
  refused(retryAfterS) {
    const asked = (retryAfterS ?? 0) * SECOND_MS;
    this.intervalMs = Math.min(SLOWEST_MS, Math.max(this.intervalMs * SLOWER, asked));
    // The server's own wait holds also where it is longer than the slowest pace.
    return Math.max(this.intervalMs, asked) * (1 + JITTER * this.random());
  }
}
