package dev.retinagate.http.reply;

import dev.retinagate.config.AddressRange;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * What the handlers of one request have to know of each other: attached by the first of them
 * ({@link RequestIdHandler}), read by the access log and by the answer to a refused body. Owned by
 * the request's event loop.
 */
public final class RequestState {

  private static final String KEY = "retinagate.request";

  private final String id;
  private final String callerAddress;
  private final long startNanos;
  private boolean continueSent;
  private boolean bodyPaused;
  private boolean refused;
  private Optional<String> keyName = Optional.empty();
  private Optional<String> keyClient = Optional.empty();
  private Optional<String> problemKind = Optional.empty();

  RequestState(String id, String callerAddress, long startNanos) {
    this.id = id;
    this.callerAddress = callerAddress;
    this.startNanos = startNanos;
  }

  void attach(RoutingContext ctx) {
    ctx.put(KEY, this);
  }

  /** Whether the request has passed {@link RequestIdHandler}. */
  public static boolean isAttached(RoutingContext ctx) {
    return ctx.get(KEY) != null;
  }

  /** The state of a request that has passed {@link RequestIdHandler}. */
  public static RequestState of(RoutingContext ctx) {
    return ctx.get(KEY);
  }

  /** The request's id, the caller's or a new one. */
  public String id() {
    return id;
  }

  /** The caller's address, behind trusted proxies the one that they tell. */
  public String callerAddress() {
    return callerAddress;
  }

  /**
   * Whom the memory and the places that the request holds count against: the client of its key, or
   * else an address or a network of IPv6.
   */
  public String client() {
    return keyClient.orElseGet(() -> AddressRange.client(callerAddress));
  }

  /**
   * The request has a key that is known.
   *
   * @param name of the key
   * @param client what the key's client is called, which no address is
   */
  public void identified(String name, String client) {
    keyName = Optional.of(name);
    keyClient = Optional.of(client);
  }

  /** The name of the request's key; empty if it has none that is known. */
  public Optional<String> keyName() {
    return keyName;
  }

  /** When the request's headers were complete, in the time of the listener's clock. */
  public long startNanos() {
    return startNanos;
  }

  /** The client waited before it sent the body, and got {@code 100 Continue}. */
  public void continueSent() {
    continueSent = true;
  }

  /** Whether {@code 100 Continue} was sent. */
  public boolean isContinueSent() {
    return continueSent;
  }

  /** The body was paused: parts of it and of the next request may wait in Vert.x's queue. */
  public void bodyPaused() {
    bodyPaused = true;
  }

  /** Whether the body was paused. */
  public boolean isBodyPaused() {
    return bodyPaused;
  }

  /** The request was not admitted. */
  public void refused() {
    refused = true;
  }

  /** Whether the request was not admitted. */
  public boolean isRefused() {
    return refused;
  }

  /** The request is answered with a problem of this kind. */
  public void failed(String kind) {
    problemKind = Optional.of(kind);
  }

  /** The kind of problem that the request is answered with; empty unless it failed. */
  public Optional<String> problemKind() {
    return problemKind;
  }
}
