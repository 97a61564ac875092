package dev.retinagate.modeltools.quantize;

import java.util.List;

/**
 * How far a tensor's range reaches: wide clips nothing but makes coarse steps, narrow the reverse.
 *
 * @param name for the user and for model.yaml
 * @param share of the magnitudes that lie within the range, over 0 to 1
 */
record RangeMethod(String name, double share) {

  /** Those that are tried, the plainest first: it wins ties. */
  static final List<RangeMethod> ALL =
      List.of(
          new RangeMethod("min-max", 1),
          new RangeMethod("percentile-99.999", 0.99999),
          new RangeMethod("percentile-99.99", 0.9999),
          new RangeMethod("percentile-99.9", 0.999));
}
