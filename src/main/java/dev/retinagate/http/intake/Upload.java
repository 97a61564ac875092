package dev.retinagate.http.intake;

import dev.retinagate.config.Config;
import dev.retinagate.http.connection.StreamGuard;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.reply.RequestState;
import dev.retinagate.memory.PieceBuffer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * One body on its way in: a picture as it is, or a form with file parts, in memory and never on
 * disk. Ends exactly once: with the next handler, with a failure, or silently when the client goes.
 * Owned by the request's event loop.
 */
public final class Upload {

  private static final String WHOLE_BODY = "body";

  private final RoutingContext ctx;
  private final HttpServerRequest request;
  private final Config.Uploads limits;
  private final AdmissionControl gate;
  private final Exchange exchange;
  private final boolean form;
  private final EarlyPermit claim;
  private final UploadWatch watch;
  private final PausedBody backlog;

  private long bodyBytes;
  private boolean over;

  Upload(RoutingContext ctx, Config.Uploads limits, AdmissionControl gate) {
    this.ctx = ctx;
    this.request = ctx.request();
    this.limits = limits;
    this.gate = gate;
    this.exchange = Exchange.of(ctx);
    this.form = AdmissionHandler.isForm(request.getHeader(HttpHeaders.CONTENT_TYPE));
    this.claim = new EarlyPermit(gate, exchange.ticket());
    this.watch = new UploadWatch(ctx.vertx(), limits, claim::giveBack, this::cut);
    this.backlog =
        new PausedBody(
            ctx.vertx(),
            request,
            limits.stallTimeout(),
            watch::restart,
            () -> fail(gate.outOfBytes()));
  }

  void begin() {
    request.exceptionHandler(this::broken);
    request.endHandler(ended -> backlog.run(this::complete));
    if (form && !expectForm()) {
      return;
    }
    if (!form) {
      exchange.add(new Part(WHOLE_BODY, 0));
    }
    request.handler(this::chunk);
    // Not the end of this: a form that its decoder does not understand ends the context first.
    ctx.addEndHandler(ended -> stop());
    watch.start();
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
    StreamGuard.onDefect(request, this::defective);
    return true;
  }

  /** What Netty's decoder throws that Vert.x does not expect: it would be given all the rest. */
  private void defective(Throwable cause) {
    request.setExpectMultipart(false);
    broken(cause);
  }

  private void chunk(Buffer chunk) {
    if (over) {
      return;
    }
    watch.came(chunk.length());
    bodyBytes += chunk.length();
    if (bodyBytes > limits.maxBodyBytes()) {
      fail(new Failure.BodyTooLarge(limits.maxBodyBytes()));
      return;
    }
    if (bodyBytes >= PieceBuffer.FIRST_BYTES && !claim.isMade()) {
      claim();
      if (over) {
        return;
      }
    }
    if (!form) {
      backlog.run(() -> append(chunk));
    } else if (!exchange.memory().mayDecode(bodyBytes)) {
      fail(gate.outOfBytes());
    }
  }

  /** The body does come: now it needs a place. */
  private void claim() {
    claim.make().ifPresent(this::fail);
  }

  /** Whether that is done: not when there is no memory for it. */
  private boolean append(Buffer chunk) {
    if (over) {
      return true;
    }
    return switch (exchange.buffer().append(chunk)) {
      case OK -> true;
      case TOO_LARGE -> {
        fail(new Failure.BodyTooLarge(limits.maxBodyBytes()));
        yield true;
      }
      case NO_BYTES -> false;
    };
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
    String name =
        file.filename() == null || file.filename().isBlank() ? file.name() : file.filename();
    backlog.run(
        () -> {
          exchange.add(new Part(name, exchange.buffer().size()));
          return true;
        });
    file.handler(chunk -> backlog.run(() -> append(chunk)));
    file.endHandler(
        ended ->
            backlog.run(
                () -> {
                  exchange.lastPart().completeAt(exchange.buffer().size());
                  return true;
                }));
  }

  private boolean complete() {
    if (over) {
      return true;
    }
    Optional<Failure> incomplete = form ? incompleteForm() : Optional.empty();
    if (incomplete.isPresent()) {
      fail(incomplete.get());
      return true;
    }
    if (!form) {
      exchange.lastPart().completeAt(exchange.buffer().size());
    }
    over = true;
    // Each picture takes a place of its own; one that finds none does not fail the others.
    exchange.parts().stream()
        .filter(part -> part.failure().isEmpty())
        .forEach(part -> part.settle(claim.take()));
    stop();
    exchange.uploaded();
    ctx.next();
    return true;
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

  /** Unless it is the node that does not read. */
  private void cut(Failure failure) {
    if (backlog.isEmpty()) {
      fail(failure);
    } else {
      watch.restart();
    }
  }

  private void fail(Failure failure) {
    if (!over) {
      over = true;
      if (!backlog.isEmpty()) {
        RequestState.of(ctx).bodyPaused();
      }
      stop();
      exchange.abandon();
      if (form) {
        forgetDecoder();
      }
      ctx.fail(new FailedRequest(failure));
    }
  }

  /**
   * What still comes of a refused form is thrown away; the decoder would keep it, in memory that
   * has been given back. Later, since it may be the decoder that is at work now.
   */
  private void forgetDecoder() {
    ctx.vertx()
        .runOnContext(
            later -> {
              if (!request.isEnded()) {
                request.setExpectMultipart(false);
              }
            });
  }

  private void stop() {
    watch.stop();
    backlog.close();
    claim.giveBack();
  }
}
