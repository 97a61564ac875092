package dev.retinagate.image.jpeg;

import java.util.Arrays;

/** Which bits of which coefficients have been in scans so far. */
final class Progression {

  private static final int COEFFICIENTS = 64;
  private static final int MISSING = -1;

  private final boolean progressive;
  private final int[][] missingBits;

  Progression(Frame frame) {
    progressive = frame.isProgressive();
    missingBits = new int[frame.components().size()][COEFFICIENTS];
    for (int[] component : missingBits) {
      Arrays.fill(component, MISSING);
    }
  }

  /**
   * Adds a scan.
   *
   * @return false if it does not continue what was there: it refines bits that have not come, or AC
   *     coefficients of a block without DC
   */
  boolean add(Scan scan) {
    boolean continues = true;
    for (Scan.Part part : scan.parts()) {
      int[] missing = missingBits[part.index()];
      continues &= scan.isDc() || missing[0] != MISSING;
      for (int k = scan.first(); k <= scan.last(); k++) {
        continues &= scan.high() == Math.max(missing[k], 0);
        missing[k] = scan.low();
      }
    }
    return continues || !progressive;
  }

  /** Whether every bit of every coefficient has been in a scan. */
  boolean isComplete() {
    return Arrays.stream(missingBits)
        .allMatch(component -> Arrays.stream(component).allMatch(bits -> bits == 0));
  }
}
