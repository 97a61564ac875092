package dev.retinagate.client.series;

import dev.retinagate.config.FileNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A file of samples as curves over time.
 *
 * @param start the first time
 * @param end the last time
 * @param curves by the name of what is counted, in the order of the names
 * @param alerts the pieces of time with an alert
 */
record Series(Instant start, Instant end, Map<String, Curve> curves, BitSet alerts) {

  /** Pieces of time: one a pixel is as fine as a plot of ordinary size can show. */
  static final int PIECES = 800;

  /** More curves in one plot cannot be told apart. */
  static final int MAX_CURVES = 12;

  /** The first of two passes: what the axes need. */
  private static final class Range {
    private Instant start = Instant.MAX;
    private Instant end = Instant.MIN;
    private final TreeSet<String> sources = new TreeSet<>();

    void add(Sample sample) {
      start = sample.time().isBefore(start) ? sample.time() : start;
      end = sample.time().isAfter(end) ? sample.time() : end;
      // Only whether there are several matters.
      if (sources.size() < 2) {
        sources.add(sample.source());
      }
    }
  }

  /**
   * Reads a file, twice.
   *
   * @throws IOException if it cannot be read, has no sample, or has too many curves
   */
  static Series read(Path file) throws IOException {
    Range range = new Range();
    SeriesFile.forEach(file, range::add);
    if (range.sources.isEmpty()) {
      throw new IOException(FileNames.text(file) + " has no counts yet");
    }
    boolean named = range.sources.size() > 1;
    long length = Math.max(1, Duration.between(range.start, range.end).toMillis());
    Series series = new Series(range.start, range.end, new TreeMap<>(), new BitSet());
    // A run may add to the file between the two passes: times out of the range go to its ends.
    SeriesFile.forEach(
        file,
        sample -> {
          long at = Duration.between(range.start, sample.time()).toMillis();
          series.add(sample, named, (int) Math.max(0, Math.min(PIECES - 1, at * PIECES / length)));
        });
    if (series.curves.size() > MAX_CURVES) {
      throw new IOException(
          "%s has more than the %d curves that one plot can show; keep the rows of some labels, zones or sources"
              .formatted(FileNames.text(file), MAX_CURVES));
    }
    return series;
  }

  private void add(Sample sample, boolean named, int piece) {
    String name =
        sample.label()
            + (sample.zone().isEmpty() ? "" : " in " + sample.zone())
            + (named ? ", " + sample.source() : "");
    // One more than allowed is enough to tell that there are too many.
    if (curves.size() <= MAX_CURVES || curves.containsKey(name)) {
      curves.computeIfAbsent(name, ignored -> new Curve(PIECES)).add(piece, sample.count());
    }
    if (sample.alert()) {
      alerts.set(piece);
    }
  }
}
