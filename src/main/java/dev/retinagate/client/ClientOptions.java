package dev.retinagate.client;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Where and how a client sends pictures.
 *
 * @param url of the node or of the balancer before several, http or https; a path is a prefix that
 *     a proxy takes away, and {@code /detect} may be left out
 * @param parameters what is asked of each picture
 * @param window most pictures that are held at a time, sent or waiting, at least 1
 * @param http2 whether to speak HTTP/2: by ALPN with https, with prior knowledge in cleartext
 * @param giveUpAfter how long a node may be away, above zero, before its pictures fail
 * @param maxTries how often a picture is sent at most while the node refuses it as full, at least 1
 * @param silence without a byte of the answer, above zero, after which a request counts as broken
 * @param key sent as {@code Authorization: Bearer}, where the node asks for API keys
 */
public record ClientOptions(
    URI url,
    DetectionParameters parameters,
    int window,
    boolean http2,
    Duration giveUpAfter,
    int maxTries,
    Duration silence,
    Optional<Secret> key) {

  /** Longer than a node takes to drain and to start again. */
  public static final Duration DEFAULT_GIVE_UP_AFTER = Duration.ofMinutes(5);

  /** Most pictures at a time that are taken: each may have 20 MiB. */
  public static final int MAX_WINDOW = 1024;

  /** Each try waits for Retry-After, at least a second. */
  private static final int DEFAULT_MAX_TRIES = 60;

  /** Longer than the deadline of a request may be by default, 30 s. */
  private static final Duration DEFAULT_SILENCE = Duration.ofSeconds(60);

  private static final String PATH = "/detect";

  /** Checks the ranges. */
  public ClientOptions {
    Objects.requireNonNull(parameters);
    if (!("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
        || url.getHost() == null) {
      throw new IllegalArgumentException(
          "'" + url + "' is not the address of a node, as in http://localhost:8080");
    }
    if (url.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "'" + url + "' has a query; what is asked of a picture is said apart from the address");
    }
    if (window < 1 || window > MAX_WINDOW) {
      throw new IllegalArgumentException(
          "a window of " + window + " pictures; it has to be 1.." + MAX_WINDOW);
    }
    if (maxTries < 1) {
      throw new IllegalArgumentException(maxTries + " tries; at least 1 is needed");
    }
    if (giveUpAfter.isNegative() || giveUpAfter.isZero()) {
      throw new IllegalArgumentException("giveUpAfter has to be above zero");
    }
    if (silence.isNegative() || silence.isZero()) {
      throw new IllegalArgumentException("silence has to be above zero");
    }
  }

  /** One picture after the other over HTTP/1.1, without parameters. */
  public static ClientOptions of(URI url) {
    return new ClientOptions(
        url,
        DetectionParameters.NONE,
        1,
        false,
        DEFAULT_GIVE_UP_AFTER,
        DEFAULT_MAX_TRIES,
        DEFAULT_SILENCE,
        Optional.empty());
  }

  /** The same with other parameters. */
  public ClientOptions withParameters(DetectionParameters changed) {
    return new ClientOptions(url, changed, window, http2, giveUpAfter, maxTries, silence, key);
  }

  /** The same with another window. */
  public ClientOptions withWindow(int changed) {
    return new ClientOptions(url, parameters, changed, http2, giveUpAfter, maxTries, silence, key);
  }

  /** The same over HTTP/2, or over HTTP/1.1. */
  public ClientOptions withHttp2(boolean changed) {
    return new ClientOptions(url, parameters, window, changed, giveUpAfter, maxTries, silence, key);
  }

  /** The same with another patience. */
  public ClientOptions withGiveUpAfter(Duration changed) {
    return new ClientOptions(url, parameters, window, http2, changed, maxTries, silence, key);
  }

  /** The same with another bound of tries. */
  public ClientOptions withMaxTries(int changed) {
    return new ClientOptions(url, parameters, window, http2, giveUpAfter, changed, silence, key);
  }

  /** The same with an API key. */
  public ClientOptions withKey(Secret changed) {
    return new ClientOptions(
        url, parameters, window, http2, giveUpAfter, maxTries, silence, Optional.of(changed));
  }

  /** The address of {@code POST /detect} with the parameters as its query. */
  URI target() {
    String base = url.toString();
    while (base.endsWith("/")) {
      base = base.substring(0, base.length() - 1);
    }
    String path = base.endsWith(PATH) ? base : base + PATH;
    String query = parameters.query();
    return URI.create(query.isEmpty() ? path : path + "?" + query);
  }
}
