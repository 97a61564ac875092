package dev.retinagate.modeltools.bench;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.DetectorException;
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
import java.util.concurrent.TimeUnit;

/**
 * Workers with a detector and a thread each, of which any number can be put to work. A detector is
 * made, used and closed on its worker's thread, as in the gateway.
 */
final class WorkerPool implements AutoCloseable {

  /** For a slice of time that is still being worked on. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final List<Worker> workers = new ArrayList<>();
  private final ByteBuffer picture;
  private final DetectionQuery query;

  private record Worker(ExecutorService thread, Detector detector) {}

  /**
   * What some workers did in one slice of time.
   *
   * @param perSecond pictures a second, of all of them
   * @param totals pictures and where their time went
   */
  record Slice(double perSecond, StageTotals totals) {}

  private WorkerPool(ByteBuffer picture, DetectionQuery query) {
    this.picture = picture;
    this.query = query;
  }

  /**
   * Makes the detectors, one after another.
   *
   * @throws dev.retinagate.detection.DetectorException if the model cannot be loaded or run
   */
  static WorkerPool of(DetectorFactory factory, int size, ByteBuffer picture, DetectionQuery query)
      throws PictureException {
    WorkerPool crew = new WorkerPool(picture, query);
    try {
      for (int i = 0; i < size; i++) {
        crew.hire(factory);
      }
      return crew;
    } catch (PictureException | RuntimeException e) {
      crew.close();
      throw e;
    }
  }

  private void hire(DetectorFactory factory) throws PictureException {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      workers.add(new Worker(thread, await(thread.submit(factory::create))));
    } catch (PictureException | RuntimeException e) {
      thread.shutdown();
      throw e;
    }
  }

  /**
   * Lets the first {@code count} of them work at the same time.
   *
   * @throws PictureException if the picture cannot be used
   */
  Slice work(int count, Duration duration) throws PictureException {
    CyclicBarrier start = new CyclicBarrier(count);
    List<Future<Slice>> parts = new ArrayList<>();
    for (Worker worker : workers.subList(0, count)) {
      parts.add(worker.thread.submit(() -> work(worker.detector, start, duration)));
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

  private static <T> T await(Future<T> part) throws PictureException {
    try {
      return part.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PictureException refused) {
        throw refused;
      }
      if (e.getCause() instanceof DetectorException failed) {
        throw failed;
      }
      throw new IllegalStateException("a worker failed: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }

  /** Waits for workers that still run: their memory must not be freed before they end. */
  @Override
  public void close() {
    for (Worker worker : workers) {
      worker.thread.execute(worker.detector::close);
      worker.thread.shutdown();
    }
    try {
      for (Worker worker : workers) {
        worker.thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
