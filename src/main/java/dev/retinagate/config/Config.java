package dev.retinagate.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The whole configuration, checked against the rules of {@link Keys}. conf/retinagate.yaml says
 * what each component means, key by key.
 */
public record Config(
    Listener listener,
    Management management,
    Model model,
    Workers workers,
    AdmissionBounds admission,
    Picture picture,
    Requests requests,
    Node node) {

  /** The public listeners, their connections, and the uploads on them. */
  public record Listener(Http http, Tls tls, Connections connections, Uploads uploads) {}

  /** Defaults of a request, how long it may take, and who may send it. */
  public record Requests(
      Detection detection, Deadline deadline, Rekognition rekognition, ApiKeys keys) {}

  /** The public listener. */
  public Http http() {
    return listener.http;
  }

  /** The listener for HTTPS. */
  public Tls tls() {
    return listener.tls;
  }

  /** What a connection may cost. */
  public Connections connections() {
    return listener.connections;
  }

  /** What an upload may cost. */
  public Uploads uploads() {
    return listener.uploads;
  }

  /** Defaults of a request. */
  public Detection detection() {
    return requests.detection;
  }

  /** How long a request may take. */
  public Deadline deadline() {
    return requests.deadline;
  }

  /** The Rekognition protocol. */
  public Rekognition rekognition() {
    return requests.rekognition;
  }

  /** The API keys. */
  public ApiKeys keys() {
    return requests.keys;
  }

  /** The shutdown. */
  public Drain drain() {
    return node.drain;
  }

  /**
   * The public listener.
   *
   * @param host the address that it is bound to
   * @param port in cleartext; 0 for a free one, empty for none
   * @param eventLoops how many HTTP verticles share the port
   * @param trustedProxies whose word for the caller's address is taken
   * @param proxyProtocol whether connections come from trusted proxies alone, and begin with a
   *     header of the PROXY protocol
   * @param corsOrigins whose pages may read answers
   * @param lingerTimeout how long the rest of a refused body is read and thrown away
   * @param accessLog whether each request is logged
   */
  public record Http(
      String host,
      OptionalInt port,
      int eventLoops,
      List<AddressRange> trustedProxies,
      boolean proxyProtocol,
      Origins corsOrigins,
      Duration lingerTimeout,
      boolean accessLog) {}

  /**
   * The listener for HTTPS.
   *
   * @param pair the certificate and its key; empty for no HTTPS
   * @param port 0 for a free one
   * @param redirect whether the listener in cleartext sends clients here
   */
  public record Tls(Optional<PemFiles> pair, int port, boolean redirect) {}

  /**
   * Two files in PEM.
   *
   * @param certificate the node's certificate, and behind it those that lead to its root
   * @param key the certificate's private key, without a passphrase
   */
  public record PemFiles(Path certificate, Path key) {}

  /**
   * What a connection may cost.
   *
   * @param max most open connections
   * @param maxHeaderBytes longest request line, and longest header block
   * @param idleTimeout after which a silent connection is closed
   * @param headerTimeout within which the headers of a connection's first request have to be
   *     complete
   */
  public record Connections(
      int max, int maxHeaderBytes, Duration idleTimeout, Duration headerTimeout) {}

  /**
   * What an upload may cost, and how long its answer may wait for the client.
   *
   * @param maxBodyBytes longest body that is read
   * @param maxParts most pictures of one form
   * @param grace for which an upload holds its permit while it comes
   * @param minRate bytes a second below which an upload or an answer is cut; 0 for no bound
   * @param stallTimeout after which a body that has stopped coming is a 408
   * @param transferTimeout within which an upload has to be complete, and an answer taken
   */
  public record Uploads(
      long maxBodyBytes,
      int maxParts,
      Duration grace,
      long minRate,
      Duration stallTimeout,
      Duration transferTimeout) {}

  /**
   * The listener for probes and scrapes.
   *
   * @param host the address that it is bound to
   * @param port 0 for a free one
   * @param tls whether it speaks TLS, with the certificate of the public listener
   */
  public record Management(String host, int port, boolean tls) {}

  /**
   * The models that are served.
   *
   * @param names the models' folders; the first answers requests that name none
   * @param directory the folder that holds the models
   * @param keptNetworks variants of its network that a worker keeps ready, where the picture's size
   *     decides the variant
   * @param precision arithmetic of the network: {@code auto}, {@code fp32}, {@code bf16} or {@code
   *     int8}
   * @param amx whether the engine may use AMX where processor and kernel grant it
   */
  public record Model(
      List<String> names, Path directory, int keptNetworks, String precision, boolean amx) {

    /** The first model's folder. */
    public String name() {
      return names.get(0);
    }
  }

  /**
   * The workers.
   *
   * @param count number of workers
   * @param perModel each worker has a detector of one model, and each model has so many workers;
   *     empty if each worker has one of every model
   * @param engineThreads threads of each worker's engine
   * @param threadsAlone threads of the engine for a picture that is alone in the node
   * @param wedgedAfter a worker that has worked on one picture for longer is wedged: not expected
   *     to end
   */
  public record Workers(
      int count, OptionalInt perModel, int engineThreads, int threadsAlone, Duration wedgedAfter) {

    /**
     * Workers of the slow lane beside so many of the fast one that have the same models: half as
     * many, at least one, since a node of one worker needs both kinds, too.
     */
    public static int slowBeside(int fast) {
      return (fast + 1) / 2;
    }
  }

  /**
   * The bounds of admission.
   *
   * @param queue most pictures that wait for a worker
   * @param maxBytesInFlight most bytes that all uploads and answers hold together
   * @param refusalPercent percent of a core that each event loop may spend on refusals before
   *     clients that come back too early have to wait for theirs
   */
  public record AdmissionBounds(int queue, long maxBytesInFlight, int refusalPercent) {}

  /**
   * How pictures are decoded.
   *
   * @param maxPixels most pixels that a picture may announce
   * @param maxWork most work that decoding may take, in megapixels of an ordinary baseline JPEG
   * @param reducedDecoding whether a JPEG may be decoded at a fraction of its size for a model that
   *     would see a difference
   */
  public record Picture(long maxPixels, int maxWork, boolean reducedDecoding) {}

  /** Defaults of a request; without a threshold, the model's own holds. */
  public record Detection(Optional<Float> threshold, int max) {}

  /** How long a request may take until its work begins. */
  public record Deadline(Duration byDefault) {}

  /**
   * The Rekognition protocol.
   *
   * @param accessKeys with which requests have to be signed; without any, signatures are not
   *     checked
   * @param region that signatures have to name; without one, any will do
   */
  public record Rekognition(Optional<AccessKeys> accessKeys, Optional<String> region) {}

  /**
   * The API keys.
   *
   * @param file with the keys that are known; without one, requests need none
   * @param management whether requests to the management port need one as well
   */
  public record ApiKeys(Optional<Path> file, boolean management) {}

  /**
   * The shutdown.
   *
   * @param probePeriod how long the node answers "not ready" before it stops listening
   * @param timeout how long admitted work may take to finish
   */
  public record Drain(Duration probePeriod, Duration timeout) {}

  /**
   * The process and its files.
   *
   * @param drain the shutdown
   * @param cacheDirectory where native libraries are unpacked; without it, in the home
   * @param logFormat {@code text} or {@code json}
   */
  public record Node(Drain drain, Optional<Path> cacheDirectory, String logFormat) {}
}
