package dev.retinagate.http;

import dev.retinagate.admission.Permit;
import dev.retinagate.admission.Reservation;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.worker.DetectionJob;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One admitted request on its way through the handlers: what was asked, what has come, and what has
 * to be given back. Owned by the request's event loop.
 *
 * <p>{@link #end} is called however the request ends; nothing else releases permits that have not
 * been handed to a job.
 */
final class Exchange {

  private static final String KEY = "retinagate.exchange";

  private final DetectionQuery query;
  private final Output output;
  private final long begunNanos;
  private final Reservation reservation;
  private final UploadBuffer buffer;
  private final List<Part> parts = new ArrayList<>();
  private final List<DetectionJob> jobs = new ArrayList<>();
  private Optional<Permit> firstPermit;

  Exchange(
      DetectionQuery query,
      Output output,
      long begunNanos,
      Permit firstPermit,
      Reservation reservation,
      UploadBuffer buffer) {
    this.query = query;
    this.output = output;
    this.begunNanos = begunNanos;
    this.firstPermit = Optional.of(firstPermit);
    this.reservation = reservation;
    this.buffer = buffer;
  }

  void attach(RoutingContext ctx) {
    ctx.put(KEY, this);
  }

  static Exchange of(RoutingContext ctx) {
    return ctx.get(KEY);
  }

  DetectionQuery query() {
    return query;
  }

  Output output() {
    return output;
  }

  long begunNanos() {
    return begunNanos;
  }

  UploadBuffer buffer() {
    return buffer;
  }

  List<Part> parts() {
    return parts;
  }

  void add(Part part) {
    parts.add(part);
  }

  /** The permit of the request's headers, for the first picture. */
  Optional<Permit> takeFirstPermit() {
    Optional<Permit> taken = firstPermit;
    firstPermit = Optional.empty();
    return taken;
  }

  /** A job has the permit of its part now. */
  void add(DetectionJob job) {
    jobs.add(job);
  }

  /** All has come: what the reading needed beyond the pictures is given back. */
  void keepPicturesOnly() {
    reservation.resize(buffer.capacity());
  }

  /** No job needs the pictures any more. */
  void releaseBytes() {
    reservation.release();
  }

  /** The request has ended: answered, failed, or its client has gone. */
  void end() {
    firstPermit.ifPresent(Permit::release);
    firstPermit = Optional.empty();
    parts.forEach(Part::releasePermit);
    if (jobs.isEmpty()) {
      reservation.release();
    }
  }

  /** What has been handed over and may still be under way. */
  List<DetectionJob> jobs() {
    return jobs;
  }
}
