package dev.retinagate.http.intake;

import dev.retinagate.admission.Permit;
import dev.retinagate.config.Config;
import dev.retinagate.http.form.BodyException;
import dev.retinagate.http.form.BodyReader;
import dev.retinagate.http.form.BodySink;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.reply.ContentLength;
import dev.retinagate.http.reply.RequestState;
import dev.retinagate.memory.PieceBuffer;
import dev.retinagate.memory.Views;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads one body into bounded memory, never onto a disk. An upload ends exactly once: it calls the
 * next handler, or fails the request, or stops silently when the client leaves. Owned by the
 * request's event loop.
 */
final class Upload implements BodySink {

  private final RoutingContext ctx;
  private final Protocol protocol;
  private final long maxBodyBytes;
  private final AdmissionControl control;
  private final Exchange exchange;
  private final BodyReader reader;
  private final EarlyPermit earlyPermit;
  private final UploadWatch watch;
  private final PausedBody paused;
  private final Timers timers;
  private final Transfer transfer;

  private long bodyBytes;
  private boolean over;

  Upload(
      RoutingContext ctx,
      Protocol protocol,
      Config.Uploads limits,
      AdmissionControl control,
      Timers timers) {
    this.ctx = ctx;
    this.protocol = protocol;
    this.maxBodyBytes = protocol.maxBodyBytes(limits.maxBodyBytes());
    this.control = control;
    this.exchange = Exchange.of(ctx);
    this.reader = exchange.bodyFormat().reader(this);
    this.earlyPermit = new EarlyPermit(exchange.ticket());
    this.watch = new UploadWatch(timers, limits, earlyPermit::release, this::failUnlessPaused);
    this.paused =
        new PausedBody(
            timers,
            PausedBody.Source.of(ctx.request()),
            limits.stallTimeout(),
            watch::restart,
            () -> fail(control.outOfBytes(model())));
    this.timers = timers;
    this.transfer = transfer();
  }

  private Transfer transfer() {
    long announced = ContentLength.of(ctx.request());
    Context context = ctx.vertx().getOrCreateContext();
    return new Transfer(
        RequestState.of(ctx).client(),
        exchange::heldBytes,
        announced == ContentLength.UNKNOWN ? maxBodyBytes : announced,
        timers.nanoTime(),
        () -> OnContext.run(context, () -> fail(new Failure.UploadDisplaced())));
  }

  /**
   * Begins to read. The caller must not wait for anything asynchronous before this call: the body's
   * first chunks would find no handler and be lost.
   */
  void begin() {
    HttpServerRequest request = ctx.request();
    request.exceptionHandler(this::broken);
    request.endHandler(ended -> paused.offer(this::complete));
    request.handler(this::chunk);
    ctx.addEndHandler(ended -> stop());
    watch.start();
    control.transfers().add(transfer);
  }

  private void chunk(Buffer chunk) {
    if (over) {
      return;
    }
    watch.received(chunk.length());
    transfer.moved(chunk.length(), timers.nanoTime());
    bodyBytes += chunk.length();
    if (bodyBytes > maxBodyBytes) {
      fail(new Failure.BodyTooLarge(maxBodyBytes));
    } else if (bodyBytes >= PieceBuffer.FIRST_BYTES
        && !earlyPermit.isTried()
        && !earlyPermit.tryAcquire()) {
      fail(control.full(model()));
    } else {
      paused.offer(() -> read(chunk));
    }
  }

  /**
   * Reads a chunk into the buffer. A step of {@link PausedBody}, which offers it again later.
   *
   * @return false if there is no memory for the chunk
   */
  private boolean read(Buffer chunk) {
    if (over) {
      return true;
    }
    if (!reserve(chunk.length() + reader.heldBytes())) {
      return false;
    }
    try {
      reader.read(Views.view(chunk));
    } catch (BodyException e) {
      fail(BodyFormat.failure(e));
    }
    return true;
  }

  private boolean reserve(int bytes) {
    boolean reserved = exchange.buffer().reserve(bytes);
    if (!reserved) {
      // Set before makeRoom, which could otherwise take this upload for slow and end it.
      transfer.waitsForNode(true);
      reserved =
          control.transfers().makeRoom(transfer.client(), bytes)
              && exchange.buffer().reserve(bytes);
    }
    transfer.waitsForNode(!reserved);
    return reserved;
  }

  @Override
  public void beginPicture(String name) {
    exchange.beginPicture(name);
  }

  @Override
  public void pictureBytes(ByteBuffer bytes) {
    if (!over) {
      exchange.buffer().append(bytes);
    }
  }

  @Override
  public void endPicture() {
    exchange.endPicture();
  }

  @Override
  public void field(String name, String value) {
    if (!over && !exchange.tryAddField(name, value)) {
      fail(control.outOfBytes(model()));
    }
  }

  /** The last step of the body. Always true: it does not wait for memory. */
  private boolean complete() {
    if (over) {
      return true;
    }
    DetectionRequest request;
    try {
      reader.end();
      if (over) {
        // There was no memory for a field that came with the end.
        return true;
      }
      checkKey();
      request = protocol.complete(exchange.request(), exchange.form());
      checkPictures();
    } catch (BodyException e) {
      fail(BodyFormat.failure(e));
      return true;
    } catch (FailedRequest e) {
      fail(e.failure());
      return true;
    }
    over = true;
    exchange.pictures().forEach(this::admit);
    stop();
    exchange.uploaded(request, timers.nanoTime());
    ctx.next();
    return true;
  }

  private int model() {
    return exchange.request().model();
  }

  private void checkKey() throws FailedRequest {
    if (protocol.keyField().isPresent()) {
      String name = protocol.keyField().get();
      control.keys().admitField(ctx, name, exchange.form().fields().get(name));
    }
  }

  private void checkPictures() throws FailedRequest {
    if (exchange.pictures().isEmpty()) {
      throw new FailedRequest(
          new Failure.NoPicture(
              "The form has no picture. Send each picture as a part with a file name, or with the content type of a picture."));
    }
  }

  /** Each picture needs a permit of its own; a picture that finds none does not fail the others. */
  private void admit(UploadedPicture picture) {
    if (picture.failure().isEmpty()) {
      Optional<Permit> permit = earlyPermit.take();
      permit.ifPresentOrElse(picture::admit, () -> picture.refuse(control.full(model())));
    }
  }

  private void broken(Throwable cause) {
    boolean clientLeft =
        cause instanceof HttpClosedException || cause instanceof StreamResetException;
    if (clientLeft || ctx.response().closed()) {
      over = true;
      stop();
    } else {
      fail(
          new Failure.MalformedRequest(
              "The body does not follow its Transfer-Encoding. Send chunks as in RFC 9112, section 7.1, or send a Content-Length instead."));
    }
  }

  /**
   * Fails a slow upload, unless the body is paused: then the client cannot send because the node
   * does not read.
   */
  private void failUnlessPaused(Failure failure) {
    if (paused.isEmpty()) {
      fail(failure);
    } else {
      watch.restart();
    }
  }

  private void fail(Failure failure) {
    if (!over) {
      over = true;
      // Before stop(), which empties the paused body.
      if (!paused.isEmpty()) {
        RequestState.of(ctx).bodyPaused();
      }
      stop();
      exchange.abandon();
      ctx.fail(new FailedRequest(failure));
    }
  }

  private void stop() {
    watch.stop();
    paused.close();
    earlyPermit.release();
    control.transfers().remove(transfer);
  }
}
