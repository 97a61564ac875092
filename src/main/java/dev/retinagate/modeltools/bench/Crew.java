package dev.retinagate.modeltools.bench;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.detection.PictureException;
import dev.retinagate.modeltools.evaluate.StageTotals;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Workers with a detector and a thread each, of which any number can be put to work. */
final class Crew implements AutoCloseable {

  private final List<Detector> detectors = new ArrayList<>();
  private final ExecutorService threads;
  private final ByteBuffer picture;
  private final DetectionQuery query;

  /**
   * What some workers did in one slice of time.
   *
   * @param perSecond pictures a second, of all of them
   * @param totals pictures and where their time went
   */
  record Slice(double perSecond, StageTotals totals) {}

  Crew(DetectorFactory factory, int size, ByteBuffer picture, DetectionQuery query) {
    this.picture = picture;
    this.query = query;
    this.threads = Executors.newFixedThreadPool(size);
    for (int i = 0; i < size; i++) {
      detectors.add(factory.create());
    }
  }

  /**
   * Lets the first {@code workers} of them work at the same time.
   *
   * @throws PictureException if the picture cannot be used
   */
  Slice work(int workers, Duration duration) throws PictureException {
    CyclicBarrier start = new CyclicBarrier(workers);
    List<Future<Slice>> parts = new ArrayList<>();
    for (Detector detector : detectors.subList(0, workers)) {
      parts.add(threads.submit(() -> work(detector, start, duration)));
    }
    Slice sum = new Slice(0, StageTotals.NONE);
    for (Future<Slice> part : parts) {
      Slice slice = await(part);
      sum = new Slice(sum.perSecond + slice.perSecond, sum.totals.plus(slice.totals));
    }
    return sum;
  }

  /** One worker's part; its rate is over its own time, so a picture under way is not lost. */
  private Slice work(Detector detector, CyclicBarrier start, Duration duration) throws Exception {
    start.await();
    StageTotals totals = StageTotals.NONE;
    long startNanos = System.nanoTime();
    long elapsedNanos = 0;
    while (elapsedNanos < duration.toNanos()) {
      Detections answer = detector.detect(picture.duplicate(), query);
      totals = totals.plus(answer.times());
      elapsedNanos = System.nanoTime() - startNanos;
    }
    double seconds = elapsedNanos / (double) Duration.ofSeconds(1).toNanos();
    return new Slice(totals.pictures() / seconds, totals);
  }

  private static Slice await(Future<Slice> part) throws PictureException {
    try {
      return part.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PictureException refused) {
        throw refused;
      }
      throw new IllegalStateException("a worker failed: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    detectors.forEach(Detector::close);
  }
}
