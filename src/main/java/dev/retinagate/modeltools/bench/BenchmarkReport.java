package dev.retinagate.modeltools.bench;

import dev.retinagate.detection.ModelDescription;
import dev.retinagate.modeltools.evaluate.StageTotals;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * How fast a model was.
 *
 * @param model the measured model
 * @param picture that was detected in
 * @param engineThreads threads that the engine used for each worker
 * @param figures of each number of workers, in the order asked for
 * @param network the whole network on one worker
 * @param peakMacsPerSecond the most fp32 multiply-accumulates a second that one core did
 * @param residentBytes of the process with all workers at the end, if known
 * @param coresOfOthers cores that other processes kept busy meanwhile, on average
 */
public record BenchmarkReport(
    ModelDescription model,
    Picture picture,
    int engineThreads,
    List<Figures> figures,
    NetworkAlone network,
    double peakMacsPerSecond,
    OptionalLong residentBytes,
    double coresOfOthers) {

  /**
   * A picture.
   *
   * @param width of the upright picture in pixels
   * @param height of the upright picture in pixels
   * @param bytes size of the encoded picture
   */
  public record Picture(int width, int height, int bytes) {}

  /**
   * Of one number of workers.
   *
   * @param workers how many worked at the same time
   * @param perSecond pictures a second of all of them, slice by slice
   * @param totals pictures and where their time went, all slices and workers together
   */
  public record Figures(int workers, List<Double> perSecond, StageTotals totals) {

    /** Keeps an immutable copy. */
    public Figures {
      perSecond = List.copyOf(perSecond);
    }

    /** Pictures a second, the median of the slices. */
    public double medianPerSecond() {
      return median(perSecond.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** How many times as fast as others, the median of slice against slice. */
    public double ratioTo(Figures others) {
      return median(
          IntStream.range(0, perSecond.size())
              .mapToDouble(i -> perSecond.get(i) / others.perSecond.get(i))
              .toArray());
    }
  }

  /** Keeps an immutable copy of {@code figures}. */
  public BenchmarkReport {
    figures = List.copyOf(figures);
  }

  /** The report for a terminal. */
  public String text() {
    return new BenchmarkText(this).toString();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
