package dev.retinagate.http.reply;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Gives every request an id, the caller's if it sent a sane one, and puts it in a header of the
 * response.
 */
public final class RequestIdHandler implements Handler<RoutingContext> {

  public static final String HEADER = "X-Request-Id";

  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final LongSupplier nanoClock;
  private final CallerAddress callerAddress;

  /**
   * The first handler of a listener.
   *
   * @param nanoClock the listener's time
   * @param callerAddress tells callers apart
   */
  public RequestIdHandler(LongSupplier nanoClock, CallerAddress callerAddress) {
    this.nanoClock = nanoClock;
    this.callerAddress = callerAddress;
  }

  @Override
  public void handle(RoutingContext ctx) {
    String id = choose(ctx.request().getHeader(HEADER));
    new RequestState(id, callerAddress.of(ctx.request()), nanoClock.getAsLong()).attach(ctx);
    ctx.response().putHeader(HEADER, id);
    ctx.next();
  }

  /** The id of a request that has passed here. */
  public static String of(RoutingContext ctx) {
    return RequestState.of(ctx).id();
  }

  /**
   * The caller's id if it is sane, else a new one: unique, not secret, so not from a secure random.
   */
  public static String choose(String callers) {
    if (callers != null && SANE.matcher(callers).matches()) {
      return callers;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }
}
