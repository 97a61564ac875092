package dev.retinagate.http.intake;

import dev.retinagate.admission.Ticket;
import dev.retinagate.admission.UntakenAnswers;
import dev.retinagate.memory.PieceBuffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One admitted request in the intake: its parameters, the pictures and fields that have arrived,
 * and the ticket, permits and memory that it holds. Owned by the request's event loop.
 *
 * <p>{@link #end} must be called however the request ends. It releases everything, with two
 * exceptions: {@link #workEnded} releases pictures that a worker still reads, and {@link #sent}
 * releases the memory of an answer that is still being sent.
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
  private long uploadedNanos;
  private Optional<UntakenAnswers.Work> work = Optional.empty();
  private boolean working;
  private boolean sending;
  private boolean ended;

  /**
   * An exchange whose body has not been read.
   *
   * @param request what the headers ask for
   * @param bodyFormat how the body is read
   * @param callersDeadlineNanos when the client stops waiting, by the dispatcher's clock; empty if
   *     the client did not say
   * @param admitted the ticket and the reservation, which the exchange releases
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

  Ticket ticket() {
    return ticket;
  }

  PieceBuffer buffer() {
    return buffer;
  }

  List<UploadedPicture> pictures() {
    return pictures;
  }

  /** A picture begins. Its bytes follow those of the picture before. */
  void beginPicture(String name) {
    pictures.add(new UploadedPicture(name, buffer.size()));
  }

  /** The picture that began last is complete. */
  void endPicture() {
    pictures.get(pictures.size() - 1).completeAt(buffer.size());
  }

  /**
   * Keeps a text field.
   *
   * @return false if there is no memory for it
   */
  boolean tryAddField(String name, String value) {
    // The JVM stores a char in one byte or in two: two is the bound.
    if (!memory.tryHoldField(2L * (name.length() + value.length()))) {
      return false;
    }
    fields.put(name, value);
    return true;
  }

  UploadedForm form() {
    return new UploadedForm(pictures.stream().map(UploadedPicture::name).toList(), fields);
  }

  /**
   * The body is complete, so the ticket is released.
   *
   * @param complete what the request asks for, fields of the form included
   * @param nowNanos the time, by the dispatcher's clock
   */
  void uploaded(DetectionRequest complete, long nowNanos) {
    request = complete;
    uploadedNanos = nowNanos;
    ticket.release();
  }

  /** When {@link #uploaded} was called. */
  long uploadedNanos() {
    return uploadedNanos;
  }

  /**
   * When the result has to be known: the earlier of the node's deadline and the client's. The
   * node's counts from the end of the upload, else a slow upload would use it up before a worker is
   * free. The client's counts from the headers. To be called once the body is complete.
   *
   * @param ofNode how long the node may take
   */
  long deadlineNanos(Duration ofNode) {
    long nodeDeadlineNanos = uploadedNanos + ofNode.toNanos();
    boolean clientIsEarlier =
        callersDeadlineNanos.isPresent()
            && callersDeadlineNanos.getAsLong() - nodeDeadlineNanos < 0;
    return clientIsEarlier ? callersDeadlineNanos.getAsLong() : nodeDeadlineNanos;
  }

  /**
   * The request fails. Releases its memory and the permits that no job has taken now: otherwise a
   * client that reads its error slowly, or whose error is delayed, would keep them from other
   * requests.
   */
  void abandon() {
    release();
    ticket.release();
    pictures.forEach(UploadedPicture::releasePermit);
  }

  /** Workers read the pictures until {@link #workEnded}. The exchange ends the work. */
  void workBegins(UntakenAnswers.Work begun) {
    working = true;
    work = Optional.of(begun);
  }

  /** The work is of no use, since the client does not read the answers. */
  void workInVain() {
    work.ifPresent(UntakenAnswers.Work::endInVain);
  }

  /** No worker reads the pictures any more. */
  void workEnded() {
    working = false;
    buffer.clear();
    if (ended) {
      memory.release();
    }
  }

  /** The answer holds its memory until {@link #sent}, even if the request ends before. */
  void sending() {
    sending = true;
  }

  /** The client has taken the answer, or has gone. */
  void sent() {
    sending = false;
    memory.release();
    work.ifPresent(UntakenAnswers.Work::end);
  }

  /** The bytes that the request holds at the moment. Safe to use from any thread. */
  long heldBytes() {
    return memory.bytes();
  }

  /**
   * Reserves memory for the answer in place of the memory of the pictures.
   *
   * @return false if there is no memory for it
   */
  boolean tryHoldAnswer(long bytes) {
    return memory.tryHoldAnswer(bytes);
  }

  /** Whether the request has ended: no client waits for an answer. */
  boolean isEnded() {
    return ended;
  }

  /** The request has ended: it was answered, it failed, or its client left. Idempotent. */
  void end() {
    ended = true;
    ticket.release();
    pictures.forEach(UploadedPicture::releasePermit);
    if (!working && !sending) {
      release();
    }
    if (!sending) {
      work.ifPresent(UntakenAnswers.Work::end);
    }
  }

  private void release() {
    buffer.clear();
    memory.release();
  }
}
