package dev.retinagate.simulation;

import java.util.Locale;

/** How the load of a day goes. */
public enum Shape {
  /** A wave: 15 % of the peak at four in the morning, the peak at four in the afternoon. */
  DIURNAL {
    @Override
    double share(double second) {
      double phase = 2 * Math.PI * (second - 4 * HOUR) / DAY;
      return 0.15 + 0.85 * (0.5 - 0.5 * Math.cos(phase));
    }
  },
  /** A fifth of the peak; at 8, 13 and 19 o'clock the peak within a minute, for twenty minutes. */
  BURST {
    @Override
    double share(double second) {
      for (int hour : new int[] {8, 13, 19}) {
        double since = second - hour * HOUR;
        if (since >= 0 && since < 1200) {
          return 0.2 + 0.8 * Math.min(1, since / 60);
        }
      }
      return 0.2;
    }
  },
  /** A quarter of the peak until noon, then the peak at once, until midnight. */
  STEP {
    @Override
    double share(double second) {
      return second < 12 * HOUR ? 0.25 : 1;
    }
  },
  /** The peak all day, to compare with hosts under a load that stays. */
  STEADY {
    @Override
    double share(double second) {
      return 1;
    }
  };

  static final double HOUR = 3600;
  static final double DAY = 24 * HOUR;

  /**
   * The load as a share of the day's peak, 0 to 1.
   *
   * @param second of the day
   */
  abstract double share(double second);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
