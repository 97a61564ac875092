package dev.retinagate.node;

import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.detection.ServedModels;
import dev.retinagate.os.NativeHeap;
import dev.retinagate.telemetry.Health;
import dev.retinagate.telemetry.ReloadRefusedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges the models of a node that serves for their newer versions on disk, without a failed
 * request. Either all workers exchange or none does: the old workers serve until every new one has
 * made its detectors and has tried them. Meanwhile the node holds the networks of both. Safe to use
 * from any thread.
 */
final class ModelReload {

  private static final Logger LOG = LoggerFactory.getLogger(ModelReload.class);

  private final Supplier<List<DetectorFactory>> opener;
  private final ServedModels models;
  private final Workers workers;
  private final Health health;
  private final AtomicBoolean running = new AtomicBoolean();

  /**
   * The reload of a node.
   *
   * @param opener opens the models as they are on disk
   * @param models the models in use
   * @param workers that use them
   * @param health tells whether the node serves
   */
  ModelReload(
      Supplier<List<DetectorFactory>> opener, ServedModels models, Workers workers, Health health) {
    this.opener = opener;
    this.models = models;
    this.workers = workers;
    this.health = health;
  }

  /**
   * Reloads all models.
   *
   * @return the versions that are in use; fails with {@link ReloadRefusedException} if the node
   *     cannot reload now or ever, and with another exception if a model is broken
   */
  Future<List<ModelDescription>> run(Vertx vertx) {
    if (health.phase() != Health.Phase.SERVING) {
      return Future.failedFuture(
          new ReloadRefusedException(
              "the node is " + health.phase().name().toLowerCase(Locale.ROOT)));
    }
    if (!running.compareAndSet(false, true)) {
      return Future.failedFuture(new ReloadRefusedException("a reload is under way"));
    }
    return vertx
        .executeBlocking(opener::get, false)
        .compose(newer -> exchange(vertx, newer))
        .eventually(() -> vertx.executeBlocking(ModelReload::giveBackMemory, false))
        .onComplete(ended -> running.set(false))
        .onSuccess(used -> used.forEach(model -> LOG.info("reloaded {}", version(model))))
        .onFailure(failed -> LOG.error("the models were not reloaded: {}", failed.getMessage()));
  }

  private Future<List<ModelDescription>> exchange(Vertx vertx, List<DetectorFactory> newer) {
    List<ModelDescription> described = newer.stream().map(DetectorFactory::model).toList();
    return models
        .obstacle(described)
        .<Future<List<ModelDescription>>>map(
            reason -> Future.failedFuture(new ReloadRefusedException(reason)))
        .orElseGet(
            () ->
                workers
                    .prepare(vertx, newer)
                    .compose(
                        ready ->
                            ready
                                .takePlaces()
                                .onSuccess(taken -> models.exchange(described))
                                .compose(taken -> ready.endOthers()))
                    .map(ended -> described));
  }

  /**
   * Gives back what the workers that have ended leave behind, whether these were the older or the
   * newer: what their models' files held is freed when the collector finds the buffers, and it
   * looks for no such thing while the heap has room.
   */
  private static Void giveBackMemory() {
    System.gc();
    NativeHeap.trim();
    return null;
  }

  private static String version(ModelDescription model) {
    return model.name() + " (" + model.precision() + ", " + model.isa() + ") " + model.checksums();
  }
}
