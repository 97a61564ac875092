package dev.retinagate.http.intake;

import dev.retinagate.admission.Ticket;
import dev.retinagate.memory.PieceBuffer;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One admitted request on its way through the intake: what it asks for, what has come, and what it
 * holds of the node. Owned by the request's event loop.
 *
 * <p>{@link #end} is called however the request ends, and releases all but what a worker still
 * reads; that is released by {@link #workEnded}.
 */
final class Exchange {

  private static final String KEY = "retinagate.exchange";

  private final BodyFormat bodyFormat;
  private final OptionalLong callersDeadlineNanos;
  private final Ticket ticket;
  private final RequestMemory memory;
  private final PieceBuffer buffer;
  private final List<UploadedPicture> pictures = new ArrayList<>();
  private final Map<String, String> fields = new HashMap<>();
  private DetectionRequest request;
  private boolean working;
  private boolean sending;
  private boolean ended;

  /**
   * An exchange that begins.
   *
   * @param request what is asked for
   * @param bodyFormat how the body is read
   * @param callersDeadlineNanos when the caller stops waiting, if it said so
   * @param admitted what the request holds from now on
   * @param maxBytes most bytes of the body
   * @param announcedBytes the body's announced length, negative if none is announced
   */
  Exchange(
      DetectionRequest request,
      BodyFormat bodyFormat,
      OptionalLong callersDeadlineNanos,
      AdmissionControl.Admitted admitted,
      long maxBytes,
      long announcedBytes) {
    this.request = request;
    this.bodyFormat = bodyFormat;
    this.callersDeadlineNanos = callersDeadlineNanos;
    this.ticket = admitted.ticket();
    this.memory = new RequestMemory(admitted.reservation());
    this.buffer = new PieceBuffer(maxBytes, announcedBytes, memory::tryHoldPictures);
  }

  void attach(RoutingContext ctx) {
    ctx.put(KEY, this);
  }

  static Exchange of(RoutingContext ctx) {
    return ctx.get(KEY);
  }

  DetectionRequest request() {
    return request;
  }

  BodyFormat bodyFormat() {
    return bodyFormat;
  }

  OptionalLong callersDeadlineNanos() {
    return callersDeadlineNanos;
  }

  Ticket ticket() {
    return ticket;
  }

  PieceBuffer buffer() {
    return buffer;
  }

  List<UploadedPicture> pictures() {
    return pictures;
  }

  /** A picture begins where the one before has ended. */
  void beginPicture(String name) {
    pictures.add(new UploadedPicture(name, buffer.size()));
  }

  /** All of the picture that began last has come. */
  void endPicture() {
    pictures.get(pictures.size() - 1).completeAt(buffer.size());
  }

  /**
   * Keeps a text field.
   *
   * @return false if there is no memory for it
   */
  boolean tryAddField(String name, String value) {
    // A char takes one byte or two.
    if (!memory.tryHoldField(2L * (name.length() + value.length()))) {
      return false;
    }
    fields.put(name, value);
    return true;
  }

  UploadedForm form() {
    return new UploadedForm(pictures.stream().map(UploadedPicture::name).toList(), fields);
  }

  /** The body is complete; the request may ask for more precisely what it wants. */
  void uploaded(DetectionRequest complete) {
    request = complete;
    ticket.release();
  }

  /** The upload is given up: its memory is free for others before its answer has been sent. */
  void abandon() {
    release();
    ticket.release();
  }

  /** Workers read the pictures until {@link #workEnded}. */
  void workBegins() {
    working = true;
  }

  /** No worker reads the pictures any more. */
  void workEnded() {
    working = false;
    buffer.clear();
    if (ended) {
      memory.release();
    }
  }

  /** The answer holds its memory until {@link #sent}, also when the request has ended. */
  void sending() {
    sending = true;
  }

  /** The client has taken the answer, or has gone. */
  void sent() {
    sending = false;
    memory.release();
  }

  /** The bytes that the request holds at the moment. Safe to use from any thread. */
  long heldBytes() {
    return memory.bytes();
  }

  /**
   * The answer takes the pictures' place in memory, until the request has ended.
   *
   * @return false if there is no memory for it
   */
  boolean tryHoldAnswer(long bytes) {
    return memory.tryHoldAnswer(bytes);
  }

  /** Whether nobody waits for an answer any more. */
  boolean isEnded() {
    return ended;
  }

  /** The request has ended: answered, failed, or left by its client. */
  void end() {
    ended = true;
    ticket.release();
    pictures.forEach(UploadedPicture::releasePermit);
    if (!working && !sending) {
      release();
    }
  }

  private void release() {
    buffer.clear();
    memory.release();
  }
}
