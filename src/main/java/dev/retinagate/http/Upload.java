package dev.retinagate.http;

import dev.retinagate.config.Config;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/**
 * One body on its way in: a picture as it is, or a form with file parts, in memory and never on
 * disk. Ends exactly once: with the next handler, with a failure, or silently when the client goes.
 * Owned by the request's event loop.
 */
final class Upload {

  private static final String WHOLE_BODY = "body";

  private final RoutingContext ctx;
  private final HttpServerRequest request;
  private final Config.Http limits;
  private final Gate gate;
  private final Exchange exchange;
  private final boolean form;

  private long bodyBytes;
  private long lastChunkNanos = System.nanoTime();
  private long stallTimer;
  private boolean over;

  Upload(RoutingContext ctx, Config.Http limits, Gate gate) {
    this.ctx = ctx;
    this.request = ctx.request();
    this.limits = limits;
    this.gate = gate;
    this.exchange = Exchange.of(ctx);
    this.form = AdmissionHandler.isForm(request.getHeader(HttpHeaders.CONTENT_TYPE));
  }

  void begin() {
    request.exceptionHandler(this::broken);
    request.endHandler(ended -> complete());
    if (form && !expectForm()) {
      return;
    }
    if (!form) {
      exchange.add(Part.admitted(WHOLE_BODY, 0, exchange.takeFirstPermit().orElseThrow()));
    }
    request.handler(this::chunk);
    ctx.addEndHandler(ended -> stop());
    watchForStall(limits.uploadStallTimeout());
  }

  private boolean expectForm() {
    try {
      request.setExpectMultipart(true);
    } catch (RuntimeException e) {
      // Netty's decoder: no boundary in the content type, or one that cannot be.
      fail(
          new Failure.MalformedRequest("The multipart/form-data content type lacks its boundary."));
      return false;
    }
    request.uploadHandler(this::filePart);
    return true;
  }

  private void chunk(Buffer chunk) {
    lastChunkNanos = System.nanoTime();
    bodyBytes += chunk.length();
    if (bodyBytes > limits.maxBodyBytes()) {
      fail(new Failure.BodyTooLarge(limits.maxBodyBytes()));
    } else if (!form) {
      append(chunk);
    }
  }

  private void append(Buffer chunk) {
    if (over) {
      return;
    }
    switch (exchange.buffer().append(chunk)) {
      case OK -> {}
      case TOO_LARGE -> fail(new Failure.BodyTooLarge(limits.maxBodyBytes()));
      case NO_BYTES -> fail(gate.outOfBytes());
    }
  }

  private void filePart(HttpServerFileUpload file) {
    if (over) {
      return;
    }
    if (exchange.parts().size() == limits.maxParts()) {
      fail(
          new Failure.MalformedRequest(
              "The form has more than "
                  + limits.maxParts()
                  + " file parts. Send fewer at a time."));
      return;
    }
    Part part = admit(file);
    exchange.add(part);
    file.handler(
        chunk -> {
          if (part.failure().isEmpty()) {
            append(chunk);
          }
        });
    file.endHandler(ended -> part.completeAt(exchange.buffer().size()));
  }

  /** The first has the place that the headers got, each further one needs its own. */
  private Part admit(HttpServerFileUpload file) {
    String name =
        file.filename() == null || file.filename().isBlank() ? file.name() : file.filename();
    int from = exchange.buffer().size();
    return exchange
        .takeFirstPermit()
        .map(permit -> Part.admitted(name, from, permit))
        .orElseGet(
            () -> {
              Gate.Entry entry = gate.enter(0);
              if (entry instanceof Gate.Entry.In in) {
                // Its bytes are in the reservation that the headers got.
                in.reservation().release();
                return Part.admitted(name, from, in.permit());
              }
              return Part.refused(name, ((Gate.Entry.Out) entry).failure());
            });
  }

  private void complete() {
    if (over) {
      return;
    }
    Optional<Failure> incomplete = form ? incompleteForm() : Optional.empty();
    if (incomplete.isPresent()) {
      fail(incomplete.get());
      return;
    }
    if (!form) {
      exchange.parts().get(0).completeAt(exchange.buffer().size());
    }
    over = true;
    stop();
    exchange.keepPicturesOnly();
    ctx.next();
  }

  private Optional<Failure> incompleteForm() {
    if (exchange.parts().isEmpty()) {
      return Optional.of(
          new Failure.NoPicture(
              "The form has no complete file part. Send each picture as a part with a file name."));
    }
    if (!exchange.parts().stream().allMatch(Part::isComplete)) {
      return Optional.of(
          new Failure.MalformedRequest(
              "The form ends within a part; its last boundary is missing."));
    }
    return Optional.empty();
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
              "The body cannot be understood. Send each picture of a form as a part with a file name."));
    }
  }

  private void fail(Failure failure) {
    if (!over) {
      over = true;
      stop();
      ctx.fail(new FailedRequest(failure));
    }
  }

  private void stop() {
    ctx.vertx().cancelTimer(stallTimer);
  }

  /** One timer that is set anew when it fires, not with every chunk. */
  private void watchForStall(Duration silence) {
    stallTimer =
        ctx.vertx()
            .setTimer(
                Math.max(1, silence.toMillis()),
                fired -> {
                  Duration quiet = Duration.ofNanos(System.nanoTime() - lastChunkNanos);
                  Duration left = limits.uploadStallTimeout().minus(quiet);
                  if (left.compareTo(Duration.ZERO) <= 0) {
                    fail(new Failure.UploadStalled(limits.uploadStallTimeout()));
                  } else {
                    watchForStall(left);
                  }
                });
  }
}
