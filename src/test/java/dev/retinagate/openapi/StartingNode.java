package dev.retinagate.openapi;

import dev.retinagate.config.ConfigLoader;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.DetectorException;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.node.Gateway;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.StubDetectors;
import dev.retinagate.support.TestNode;
import dev.retinagate.worker.AnnotatedPicture;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A node whose listener is up before its worker is ready. */
final class StartingNode {

  private static final long PATIENCE_SECONDS = 60;

  private StartingNode() {}

  /** The answer to a request with a picture while the only detector is being made. */
  static RawClient.Response answerTo(String methodAndPath) throws Exception {
    SlowDetectors detectors = new SlowDetectors();
    Gateway gateway =
        new Gateway(
            new ConfigLoader(1)
                .defaultsBut(
                    Map.of(
                        "http.host", "127.0.0.1",
                        "http.port", "0",
                        "management.port", "0",
                        "workers.count", "1",
                        "drain.probe-period", "1ms")),
            detectors,
            (picture, found, format) -> new AnnotatedPicture(Buffer.buffer(), 1));
    Future<Gateway> started = gateway.start();
    try {
      // The listener is deployed before the first detector is made.
      detectors.begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      try (RawClient client = new RawClient(gateway.port())) {
        return client
            .send(methodAndPath + " HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\ncat")
            .response();
      }
    } finally {
      detectors.go.countDown();
      TestNode.await(started);
      TestNode.await(gateway.drain());
    }
  }

  /** Make each detector only when they may. */
  private static final class SlowDetectors implements DetectorFactory {

    private final StubDetectors stubs = new StubDetectors();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @Override
    public ModelDescription model() {
      return stubs.model();
    }

    @Override
    public Detector create() {
      begun.countDown();
      try {
        if (!go.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new DetectorException("the test forgot a detector");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return stubs.create();
    }
  }
}
