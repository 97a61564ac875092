package dev.retinagate.http;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.function.Function;

/** A listener that cannot listen: which one, where, and why, for a person to read. */
public final class ListenFailure extends Exception {

  private static final long serialVersionUID = 1;

  /** Parts of the operating system's sentences, behind which Netty hides the number. */
  private static final Map<String, String> REASONS =
      Map.of(
          "Address already in use", "another process listens there",
          "Cannot assign requested address", "no network card of this machine has that address",
          "Permission denied", "ports below 1024 need a privilege");

  private ListenFailure(String listener, String host, int port, IOException cause) {
    super(
        "%s cannot listen on %s, port %d: %s".formatted(listener, host, port, reason(cause)),
        cause);
  }

  /**
   * Turns a failure to listen into this one; other failures pass.
   *
   * @param listener the listener and its keys, as the beginning of a sentence
   */
  public static <T> Function<Throwable, Future<T>> of(String listener, String host, int port) {
    return failure ->
        Future.failedFuture(
            failure instanceof IOException io
                ? new ListenFailure(listener, host, port, io)
                : failure);
  }

  private static String reason(IOException cause) {
    if (cause instanceof UnknownHostException) {
      return "there is no host of that name";
    }
    String words = String.valueOf(cause.getMessage());
    return REASONS.entrySet().stream()
        .filter(known -> words.contains(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(words);
  }
}
