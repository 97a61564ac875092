package dev.retinagate.http.access;

import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.RetryAfter;
import dev.retinagate.http.reply.RequestState;
import dev.retinagate.keys.KeyEntry;
import dev.retinagate.keys.KeyRates;
import dev.retinagate.keys.KeyRing;
import dev.retinagate.keys.PresentedKey;
import dev.retinagate.telemetry.GatewayMeters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/**
 * Lets requests with a known API key pass, holds each key to its rate, and tells the request's
 * state whose key it is. A key is never part of a failure, so that no log and no answer can show
 * it. Safe to use from any thread.
 */
public final class KeyGate {

  /** The gate of a node that asks for no keys: every request passes. */
  public static final KeyGate OPEN = new KeyGate(Optional.empty());

  private static final String API_KEY = "X-Api-Key";

  private final Optional<Parts> parts;

  /**
   * What a gate that asks for keys needs.
   *
   * @param ring the keys that are known
   * @param rates of the node, for all event loops together
   * @param meters count the requests of each key by its name
   */
  public record Parts(KeyRing ring, KeyRates rates, GatewayMeters meters) {}

  /**
   * A gate.
   *
   * @param parts empty to let every request pass
   */
  public KeyGate(Optional<Parts> parts) {
    this.parts = parts;
  }

  /**
   * Checks the key in a request's headers, without counting the request.
   *
   * @throws FailedRequest if there is none, or it is not known
   */
  public void check(RoutingContext ctx) throws FailedRequest {
    if (parts.isPresent()) {
      identify(parts.get(), ctx, presented(ctx.request()), Optional.empty());
    }
  }

  /**
   * Checks the key in a request's headers, and takes the request from the key's rate.
   *
   * @throws FailedRequest if there is none, it is not known, or its rate is used up
   */
  public void admit(RoutingContext ctx) throws FailedRequest {
    if (parts.isPresent()) {
      admit(parts.get(), ctx, presented(ctx.request()), Optional.empty());
    }
  }

  /**
   * As {@link #admit} if the headers have a key. If not, the caller must call {@link #admitField}
   * once the form has come.
   *
   * @throws FailedRequest if the key is not known, or its rate is used up
   */
  public void admitIfPresent(RoutingContext ctx) throws FailedRequest {
    if (parts.isPresent() && presented(ctx.request()).isPresent()) {
      admit(ctx);
    }
  }

  /**
   * Checks the key in a field of a form, unless the headers had one, and takes the request from the
   * key's rate.
   *
   * @param field the field's name
   * @param value of the field; null if the form has none
   * @throws FailedRequest if there is no key, it is not known, or its rate is used up
   */
  public void admitField(RoutingContext ctx, String field, String value) throws FailedRequest {
    if (parts.isPresent() && RequestState.of(ctx).keyName().isEmpty()) {
      Optional<String> key =
          Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
      admit(parts.get(), ctx, key, Optional.of(field));
    }
  }

  private static void admit(
      Parts parts, RoutingContext ctx, Optional<String> key, Optional<String> field)
      throws FailedRequest {
    KeyEntry entry = identify(parts, ctx, key, field);
    Duration wait = parts.rates.take(entry);
    parts.meters.keyRequest(entry.name(), wait.isZero());
    if (!wait.isZero()) {
      throw new FailedRequest(
          new Failure.NotAdmitted(Failure.NotAdmitted.Why.OVER_RATE, RetryAfter.of(wait)));
    }
  }

  private static KeyEntry identify(
      Parts parts, RoutingContext ctx, Optional<String> key, Optional<String> field)
      throws FailedRequest {
    if (key.isEmpty()) {
      throw new FailedRequest(new Failure.NoKey(field));
    }
    KeyEntry entry =
        parts.ring.find(key.get()).orElseThrow(() -> new FailedRequest(new Failure.UnknownKey()));
    RequestState.of(ctx).identified(entry.name(), entry.client());
    return entry;
  }

  private static Optional<String> presented(HttpServerRequest request) {
    return PresentedKey.of(
        request.headers().getAll(HttpHeaders.AUTHORIZATION), request.headers().getAll(API_KEY));
  }
}
