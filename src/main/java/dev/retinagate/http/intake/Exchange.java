package dev.retinagate.http.intake;

import dev.retinagate.admission.Ticket;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.http.detect.Output;
import dev.retinagate.http.reply.ContentLength;
import dev.retinagate.memory.PieceBuffer;
import dev.retinagate.worker.DetectionJob;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One admitted request on its way through the handlers: what was asked, what has come, and what has
 * to be given back. Owned by the request's event loop.
 *
 * <p>{@link #end} is called however the request ends; nothing else releases permits that have not
 * been handed to a job.
 */
public final class Exchange {

  private static final String KEY = "retinagate.exchange";

  private final DetectionQuery query;
  private final Output output;
  private final long begunNanos;
  private final OptionalLong deadlineNanos;
  private final Ticket ticket;
  private final RequestMemory memory;
  private final PieceBuffer buffer;
  private final List<Part> parts = new ArrayList<>();
  private final List<DetectionJob> jobs = new ArrayList<>();
  private boolean worked;
  private boolean ended;

  /**
   * An exchange that begins.
   *
   * @param query what is wanted
   * @param output how it is answered
   * @param begunNanos when its headers came
   * @param deadlineNanos by when the caller wants the work to have begun, if it said so
   * @param ticket that let it in
   * @param memory that it holds
   * @param length of its body, or {@link ContentLength#UNKNOWN}
   * @param maxBytes most of its body that is taken
   */
  Exchange(
      DetectionQuery query,
      Output output,
      long begunNanos,
      OptionalLong deadlineNanos,
      Ticket ticket,
      RequestMemory memory,
      long length,
      long maxBytes) {
    this.query = query;
    this.output = output;
    this.begunNanos = begunNanos;
    this.deadlineNanos = deadlineNanos;
    this.ticket = ticket;
    this.memory = memory;
    this.buffer = new PieceBuffer(maxBytes, length, memory::mayHold);
  }

  void attach(RoutingContext ctx) {
    ctx.put(KEY, this);
  }

  public static Exchange of(RoutingContext ctx) {
    return ctx.get(KEY);
  }

  public DetectionQuery query() {
    return query;
  }

  public Output output() {
    return output;
  }

  public long begunNanos() {
    return begunNanos;
  }

  public PieceBuffer buffer() {
    return buffer;
  }

  public List<Part> parts() {
    return parts;
  }

  /** The one that comes, or came last. */
  Part lastPart() {
    return parts.get(parts.size() - 1);
  }

  void add(Part part) {
    parts.add(part);
  }

  public OptionalLong deadlineNanos() {
    return deadlineNanos;
  }

  Ticket ticket() {
    return ticket;
  }

  RequestMemory memory() {
    return memory;
  }

  /** The upload is given up: what it holds is wanted by others before its answer has gone. */
  void abandon() {
    releaseBytes();
    ticket.release();
  }

  /** A job has the permit of its part now. */
  public void add(DetectionJob job) {
    jobs.add(job);
  }

  /** All has come: what only the reading needed is given back. */
  void uploaded() {
    memory.decoded();
    ticket.release();
  }

  /**
   * No job needs the pictures any more: their room goes to the answer, until the request has ended.
   *
   * @return whether there is room for so long an answer, or nobody left who would take it
   */
  public boolean holdAnswer(int bytes) {
    worked = true;
    if (ended) {
      releaseBytes();
      return true;
    }
    buffer.clear();
    return memory.holdAnswer(bytes);
  }

  /** Neither the pictures nor the answer are needed any more. */
  public void releaseBytes() {
    buffer.clear();
    memory.release();
  }

  /** The request has ended: answered, failed, or its client has gone. */
  void end() {
    ended = true;
    ticket.release();
    parts.forEach(Part::releasePermit);
    if (jobs.isEmpty() || worked) {
      releaseBytes();
    }
  }

  /** What has been handed over and may still be under way. */
  List<DetectionJob> jobs() {
    return jobs;
  }
}
