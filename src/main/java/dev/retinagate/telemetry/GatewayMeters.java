package dev.retinagate.telemetry;

import dev.retinagate.admission.Admission;
import dev.retinagate.detection.StageTimes;
import dev.retinagate.worker.JobResult;
import dev.retinagate.worker.WorkObserver;
import dev.retinagate.worker.WorkStats;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The gateway's own meters, by their names. Recording is a few atomic additions: fit for event
 * loops.
 */
public final class GatewayMeters implements WorkObserver {

  static final String PREFIX = "retinagate.";

  /** Of every histogram: from a cache-warm small network to a deadline of half a minute. */
  static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  /** Twice the keys that a file may have: each has two. */
  private static final int MAX_KEY_METERS = 2_000;

  private final MeterRegistry registry;
  private final List<String> models;
  private final Timer queueWait;
  private final Timer decode;
  private final Timer prepare;
  private final Timer network;
  private final Timer post;
  private final Timer total;
  private final Counter done;
  private final Counter refusedPictures;
  private final Counter late;
  private final Counter cancelled;
  private final Counter full;
  private final Counter notDrawn;
  private final Counter engineFailures;
  private final Counter detectorRebuilds;
  private final Counter delayedRefusals;
  private final Map<String, Counter> requestsByKey = new ConcurrentHashMap<>();
  private final Map<String, Counter> rejectedByReason = new ConcurrentHashMap<>();
  private final List<ModelPictures> modelPictures = new ArrayList<>();
  private final Map<Integer, Counter> requestsByStatus = new ConcurrentHashMap<>();

  /**
   * Registers the meters that are recorded to.
   *
   * @param models names, by index
   */
  public GatewayMeters(MeterRegistry registry, List<String> models) {
    this.registry = registry;
    this.models = models;
    models.forEach(name -> modelPictures.add(new ModelPictures(registry, name)));
    queueWait = stage("queue");
    decode = stage("decode");
    prepare = stage("prepare");
    network = stage("network");
    post = stage("post");
    total = stage("total");
    done = jobs("done");
    refusedPictures = jobs("bad_picture");
    late = jobs("late");
    cancelled = jobs("cancelled");
    full = jobs("full");
    notDrawn = jobs("not_drawn");
    engineFailures =
        Counter.builder(PREFIX + "engine.failures")
            .description("Pictures that the engine failed on")
            .register(registry);
    detectorRebuilds =
        Counter.builder(PREFIX + "detector.rebuilds")
            .description("Detectors rebuilt after an engine failure")
            .register(registry);
    delayedRefusals =
        Counter.builder(PREFIX + "refusals.delayed")
            .description("Refusals of early clients that waited, to spare the core")
            .register(registry);
  }

  /**
   * Counts a request with a key that is known.
   *
   * @param name of the key
   * @param inRate false if it was refused since the key's rate was used up
   */
  public void keyRequest(String name, boolean inRate) {
    // Names come from a file that may change again and again, and no meter is ever removed.
    String counted =
        requestsByKey.size() < MAX_KEY_METERS || requestsByKey.containsKey(name + inRate)
            ? name
            : "other";
    requestsByKey
        .computeIfAbsent(
            counted + inRate,
            first ->
                Counter.builder(PREFIX + "key.requests")
                    .description("Requests with pictures, by the name of their API key")
                    .tag("key", counted)
                    .tag("result", inRate ? "in_rate" : "over_rate")
                    .register(registry))
        .increment();
  }

  /** Registers the gauges of admission and workers, which are read when they are scraped. */
  public void watch(Admission admission, Supplier<WorkStats> work) {
    gauge(
        "in.flight",
        "Pictures that hold a permit: about to arrive, queued or worked on",
        admission,
        a -> a.stats().inFlight());
    gauge("uploading", "Uploads admitted and not complete", admission, a -> a.stats().uploading());
    gauge("permits", "Most pictures admitted at a time", admission, a -> a.stats().permits());
    gauge(
        "upload.reserved.bytes",
        "Bytes reserved for uploads",
        admission,
        a -> a.stats().bytesReserved());
    gauge(
        "upload.max.bytes",
        "Most bytes that uploads may reserve together",
        admission,
        a -> a.stats().maxBytes());
    gauge("queue.depth", "Pictures waiting for a worker", work, w -> w.get().queued());
    for (int model = 0; model < models.size(); model++) {
      modelPictures.get(model).watch(model, admission, work);
    }
    workers("idle", work, WorkStats::idle);
    workers("busy", work, WorkStats::busy);
    workers("wedged", work, WorkStats::wedged);
    workers("rebuilding", work, WorkStats::rebuilding);
    TimeGauge.builder(
            PREFIX + "oldest.work", work, TimeUnit.NANOSECONDS, w -> w.get().oldestWorkNanos())
        .description("How long the oldest picture in work has been worked on")
        .strongReference(true)
        .register(registry);
  }

  /** Registers whether the node is ready. */
  public void watch(Health health) {
    gauge(
        "ready", "1 while requests should be sent here, else 0", health, h -> h.isReady() ? 1 : 0);
  }

  /** Measures how late the timers of the calling event loop fire, as long as its verticle lives. */
  public void watchLoop(Vertx vertx, String loop) {
    EventLoopLag.watch(vertx, registry, loop);
  }

  /** A refusal waits until the budget for refusals allows it. */
  public void refusalDelayed() {
    delayedRefusals.increment();
  }

  /** A request was answered. */
  public void answered(int status) {
    requestsByStatus
        .computeIfAbsent(
            status,
            code ->
                Counter.builder(PREFIX + "requests")
                    .description("Requests by status")
                    .tag("status", String.valueOf(code))
                    .register(registry))
        .increment();
  }

  /**
   * A picture was not admitted.
   *
   * @param reason one of a few words
   */
  public void rejected(String reason) {
    rejectedByReason
        .computeIfAbsent(
            reason,
            why ->
                Counter.builder(PREFIX + "rejected")
                    .description("Pictures not admitted, by reason")
                    .tag("reason", why)
                    .register(registry))
        .increment();
  }

  /** A detection was answered; the time counts from the request's headers. */
  public void answeredDetection(long totalNanos) {
    total.record(totalNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void started(long queuedNanos) {
    queueWait.record(queuedNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void done(StageTimes times) {
    done.increment();
    decode.record(times.decodeNanos(), TimeUnit.NANOSECONDS);
    prepare.record(times.prepareNanos(), TimeUnit.NANOSECONDS);
    network.record(times.networkNanos(), TimeUnit.NANOSECONDS);
    post.record(times.postNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void answered(int model, JobResult result) {
    WorkObserver.super.answered(model, result);
    modelPictures.get(model).ended(result);
  }

  @Override
  public void refusedPicture() {
    refusedPictures.increment();
  }

  @Override
  public void late() {
    late.increment();
  }

  @Override
  public void cancelled() {
    cancelled.increment();
  }

  @Override
  public void full() {
    full.increment();
  }

  @Override
  public void notDrawn() {
    notDrawn.increment();
  }

  @Override
  public void engineFailed() {
    engineFailures.increment();
  }

  @Override
  public void detectorRebuilt() {
    detectorRebuilds.increment();
  }

  private Timer stage(String stage) {
    return Timer.builder(PREFIX + "latency")
        .description("Where the time of a detection goes, by stage; total counts from the headers")
        .tag("stage", stage)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Counter jobs(String outcome) {
    return Counter.builder(PREFIX + "jobs")
        .description("Admitted pictures by outcome")
        .tag("outcome", outcome)
        .register(registry);
  }

  private <T> void gauge(String name, String description, T source, ToDoubleFunction<T> value) {
    Gauge.builder(PREFIX + name, source, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  private void workers(String state, Supplier<WorkStats> work, ToDoubleFunction<WorkStats> value) {
    Gauge.builder(PREFIX + "workers", work, w -> value.applyAsDouble(w.get()))
        .description("Workers by state")
        .tag("state", state)
        .strongReference(true)
        .register(registry);
  }
}
