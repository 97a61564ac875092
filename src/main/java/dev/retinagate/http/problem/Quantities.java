package dev.retinagate.http.problem;

import java.time.Duration;

/** Amounts as a client reads them: in the largest unit that needs no fraction. Pure. */
final class Quantities {

  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long MILLIS_PER_SECOND = 1_000;

  private Quantities() {}

  /** Such as "20 MiB", "1 KiB" or "1500 bytes". */
  static String bytes(long amount) {
    if (amount >= MIB && amount % MIB == 0) {
      return amount / MIB + " MiB";
    }
    return amount >= KIB && amount % KIB == 0 ? amount / KIB + " KiB" : amount + " bytes";
  }

  /** Such as "10 s" or "1500 ms". */
  static String time(Duration time) {
    long millis = time.toMillis();
    return millis >= MILLIS_PER_SECOND && millis % MILLIS_PER_SECOND == 0
        ? millis / MILLIS_PER_SECOND + " s"
        : millis + " ms";
  }
}
