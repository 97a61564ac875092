package dev.retinagate.support;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.DetectorException;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.detection.Labels;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.StageTimes;
import dev.retinagate.detection.Thresholds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Detectors that do what the "picture" says, in plain text: {@code cat} finds a cat, {@code
 * bad:REASON} is at fault itself, {@code boom} breaks the engine, {@code wait} works until {@link
 * #letGo}, {@code heavy} does too and is not for detectors of light pictures, {@code random:SEED}
 * is a {@link RandomScene}.
 */
public final class StubDetectors implements DetectorFactory {

  private static final long PATIENCE_SECONDS = 60;

  private final String name;
  private final Semaphore go = new Semaphore(0);
  private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
  private final Semaphore created = new Semaphore(0);
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger failuresToCome = new AtomicInteger();
  private final AtomicInteger untilFailure = new AtomicInteger();
  private final List<Integer> dividing = new CopyOnWriteArrayList<>();
  private volatile boolean findsNothing;

  /** Detectors of the model "stub". */
  public StubDetectors() {
    this("stub");
  }

  /** Detectors of a model of this name. */
  public StubDetectors(String name) {
    this.name = name;
  }

  @Override
  public ModelDescription model() {
    return new ModelDescription(
        name,
        "stub",
        "fp32",
        "avx2",
        Map.of("size", 416),
        new Thresholds(0.5f, 0.5f, 300),
        new Labels(List.of("person", "cat", "cup")),
        Map.of("weights", "0".repeat(64)),
        Map.of("licence", "none"));
  }

  @Override
  public Detector create() {
    return create(false);
  }

  @Override
  public DetectorFactory forLightPictures() {
    return new DetectorFactory() {
      @Override
      public ModelDescription model() {
        return StubDetectors.this.model();
      }

      @Override
      public Detector create() {
        return StubDetectors.this.create(true);
      }
    };
  }

  @Override
  public DetectorFactory onThreads(int threads) {
    dividing.add(threads);
    return this;
  }

  /** The number of threads of each factory that was made for pictures that are alone. */
  public List<Integer> dividing() {
    return List.copyOf(dividing);
  }

  private Detector create(boolean light) {
    if (failuresToCome.getAndUpdate(n -> Math.max(0, n - 1)) > 0
        || untilFailure.getAndDecrement() == 1) {
      throw new DetectorException("not this time");
    }
    open.incrementAndGet();
    created.release();
    return new StubDetector(light);
  }

  /** Lets so many {@code wait} pictures end. */
  public void letGo(int pictures) {
    go.release(pictures);
  }

  /** The next picture whose work has begun; waits for it. */
  public String nextBegun() throws InterruptedException {
    return begun.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Whether no work has begun that was not asked for by {@link #nextBegun}. */
  public boolean nothingElseBegun() {
    return begun.isEmpty();
  }

  /** Waits until so many more detectors have been made. */
  public boolean awaitCreated(int detectors) throws InterruptedException {
    return created.tryAcquire(detectors, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Detectors made and not closed. */
  public int open() {
    return open.get();
  }

  /** The next so many cannot be made. */
  public void failNext(int detectors) {
    failuresToCome.set(detectors);
  }

  /** So many more can be made, and the one after them cannot. */
  public void failAfter(int detectors) {
    untilFailure.set(detectors + 1);
  }

  /** There is nothing in any picture from now on. */
  public void findNothing() {
    findsNothing = true;
  }

  private final class StubDetector implements Detector {

    private final boolean light;
    private boolean closed;

    StubDetector(boolean light) {
      this.light = light;
    }

    @Override
    public ModelDescription model() {
      return StubDetectors.this.model();
    }

    @Override
    public Detections detect(ByteBuffer picture, DetectionQuery query) throws PictureException {
      if (closed) {
        throw new IllegalStateException("closed");
      }
      String text = StandardCharsets.UTF_8.decode(picture.duplicate()).toString().strip();
      if (light && text.startsWith("heavy")) {
        throw new PictureException(PictureException.Reason.TOO_MUCH_WORK, text);
      }
      begun.add(text);
      if (text.startsWith("bad:")) {
        throw new PictureException(PictureException.Reason.valueOf(text.substring(4)), text);
      } else if (text.equals("boom")) {
        throw new DetectorException("engine of the test");
      } else if (text.startsWith("wait") || text.startsWith("heavy")) {
        await();
      }
      if (text.startsWith("random:")) {
        List<Detection> found =
            new RandomScene(
                    Long.parseLong(text.substring("random:".length())), model().labelNames())
                .detect(query, model().thresholds());
        return detections(found);
      }
      Detection cat = new Detection(1, "cat", 0.9123457f, new Box(12.3456f, 30.1f, 101.0f, 220.4f));
      boolean wanted = !findsNothing && query.floor(1) <= cat.score();
      return detections(wanted ? List.of(cat) : List.of());
    }

    private static Detections detections(List<Detection> found) {
      return new Detections(
          RandomScene.WIDTH,
          RandomScene.HEIGHT,
          found,
          new StageTimes(3_100_000, 1_000_000, 44_000_000, 1_000_000));
    }

    private void await() {
      try {
        if (!go.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new DetectorException("the test forgot a picture");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        open.decrementAndGet();
      }
    }
  }
}
