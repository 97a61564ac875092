package dev.retinagate.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The one table of what can be set: it drives reading, the names of environment variables and the
 * error messages. What each key is for is told in conf/retinagate.yaml; a test holds the two
 * together.
 */
final class Keys {

  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final int MAX_PORT = 65_535;
  private static final int MAX_EVENT_LOOPS = 64;
  private static final int MAX_WORKERS = 1_024;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]{1,253}");
  private static final Pattern PRECISION = Pattern.compile("auto|fp32|int8");
  private static final Pattern MODEL_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  static final Key<String> HTTP_HOST =
      new Key<>("http.host", "0.0.0.0", "a host name or address", ValueParsers.matching(HOST));
  static final Key<Integer> HTTP_PORT = port("http.port", "8080");
  static final Key<OptionalInt> HTTP_EVENT_LOOPS =
      wholeOrAuto("http.event-loops", 1, MAX_EVENT_LOOPS);
  static final Key<Long> HTTP_MAX_BODY_BYTES =
      bytes("http.max-body-bytes", "20 MiB", KIB, GIB, "1 KiB..1 GiB");
  static final Key<Integer> HTTP_MAX_PARTS = whole("http.max-parts", "16", 1, 1_000);
  static final Key<Long> HTTP_MAX_HEADER_BYTES =
      bytes("http.max-header-bytes", "16 KiB", KIB, MIB, "1 KiB..1 MiB");
  static final Key<Integer> HTTP_MAX_CONNECTIONS =
      whole("http.max-connections", "4096", 1, 1_000_000);
  static final Key<Duration> HTTP_IDLE_TIMEOUT =
      duration("http.idle-timeout", "75s", Duration.ofSeconds(1), Duration.ofHours(1));
  static final Key<Duration> HTTP_HEADER_TIMEOUT =
      duration("http.header-timeout", "10s", Duration.ofMillis(50), Duration.ofMinutes(10));
  static final Key<Duration> HTTP_UPLOAD_GRACE =
      duration("http.upload-grace", "250ms", Duration.ofMillis(1), Duration.ofMinutes(1));
  static final Key<Long> HTTP_MIN_UPLOAD_RATE =
      bytes("http.min-upload-rate", "1 KiB", 0, GIB, "0..1 GiB, each second");
  static final Key<Duration> HTTP_UPLOAD_STALL_TIMEOUT =
      duration("http.upload-stall-timeout", "10s", Duration.ofMillis(50), Duration.ofMinutes(10));
  static final Key<Duration> HTTP_TRANSFER_TIMEOUT =
      duration("http.transfer-timeout", "5m", Duration.ofMillis(50), Duration.ofHours(1));
  static final Key<Duration> HTTP_LINGER_TIMEOUT =
      duration("http.linger-timeout", "2s", Duration.ofMillis(1), Duration.ofMinutes(1));
  static final Key<Boolean> HTTP_ACCESS_LOG =
      new Key<>("http.access-log", "true", "true or false", ValueParsers.trueOrFalse());
  static final Key<String> MANAGEMENT_HOST =
      new Key<>(
          "management.host", "127.0.0.1", "a host name or address", ValueParsers.matching(HOST));
  static final Key<Integer> MANAGEMENT_PORT = port("management.port", "9090");
  static final Key<String> MODEL_NAME_KEY =
      new Key<>(
          "model.name",
          "nanodet-g",
          "a folder's name: letters, digits, '.', '_' and '-'",
          ValueParsers.matching(MODEL_NAME));
  static final Key<Path> MODEL_DIRECTORY =
      new Key<>("model.directory", "models", "a path", Keys::path);
  static final Key<Integer> MODEL_KEPT_NETWORKS = whole("model.kept-networks", "2", 1, 100);
  static final Key<String> MODEL_PRECISION =
      new Key<>(
          "model.precision",
          ValueParsers.AUTO,
          "auto, fp32 or int8",
          ValueParsers.matching(PRECISION));
  static final Key<OptionalInt> WORKERS_COUNT = wholeOrAuto("workers.count", 1, MAX_WORKERS);
  static final Key<OptionalInt> WORKERS_ENGINE_THREADS =
      wholeOrAuto("workers.engine-threads", 1, MAX_WORKERS);
  static final Key<Duration> WORKERS_WEDGED_AFTER =
      duration("workers.wedged-after", "60s", Duration.ofMillis(1), Duration.ofHours(1));
  static final Key<OptionalInt> ADMISSION_QUEUE = wholeOrAuto("admission.queue", 0, 100_000);
  static final Key<Long> ADMISSION_MAX_BYTES_IN_FLIGHT =
      bytes("admission.max-bytes-in-flight", "128 MiB", KIB, 1024 * GIB, "1 KiB..1024 GiB");
  static final Key<Integer> ADMISSION_REFUSAL_PERCENT =
      whole("admission.refusal-percent", "10", 1, 100);
  static final Key<Long> PICTURE_MAX_PIXELS =
      new Key<>(
          "picture.max-pixels",
          "50000000",
          "a whole number, 256..2000000000",
          ValueParsers.wholeLong(256, 2_000_000_000));
  static final Key<Boolean> PICTURE_REDUCED_DECODING =
      new Key<>("picture.reduced-decoding", "false", "true or false", ValueParsers.trueOrFalse());
  static final Key<Optional<Float>> DETECTION_THRESHOLD =
      new Key<>(
          "detection.threshold",
          ValueParsers.AUTO,
          "auto, or a number, 0..1",
          ValueParsers.fractionOrAuto());
  static final Key<Integer> DETECTION_MAX = whole("detection.max", "100", 1, 300);
  static final Key<Duration> DEADLINE_DEFAULT =
      duration("deadline.default", "30s", Duration.ofMillis(1), Duration.ofHours(1));
  static final Key<Duration> DRAIN_PROBE_PERIOD =
      duration("drain.probe-period", "2s", Duration.ZERO, Duration.ofMinutes(5));
  static final Key<Duration> DRAIN_TIMEOUT =
      duration("drain.timeout", "30s", Duration.ZERO, Duration.ofHours(1));

  static final Key<Optional<Path>> NODE_CACHE_DIRECTORY =
      new Key<>(
          "node.cache-directory",
          ValueParsers.AUTO,
          "auto, or a folder's path",
          text -> ValueParsers.AUTO.equals(text) ? Optional.empty() : Optional.of(path(text)));

  /** All of them, in the order of the file. */
  static final List<Key<?>> ALL =
      List.of(
          HTTP_HOST,
          HTTP_PORT,
          HTTP_EVENT_LOOPS,
          HTTP_MAX_BODY_BYTES,
          HTTP_MAX_PARTS,
          HTTP_MAX_HEADER_BYTES,
          HTTP_MAX_CONNECTIONS,
          HTTP_IDLE_TIMEOUT,
          HTTP_HEADER_TIMEOUT,
          HTTP_UPLOAD_GRACE,
          HTTP_MIN_UPLOAD_RATE,
          HTTP_UPLOAD_STALL_TIMEOUT,
          HTTP_TRANSFER_TIMEOUT,
          HTTP_LINGER_TIMEOUT,
          HTTP_ACCESS_LOG,
          MANAGEMENT_HOST,
          MANAGEMENT_PORT,
          MODEL_NAME_KEY,
          MODEL_DIRECTORY,
          MODEL_KEPT_NETWORKS,
          MODEL_PRECISION,
          WORKERS_COUNT,
          WORKERS_ENGINE_THREADS,
          WORKERS_WEDGED_AFTER,
          ADMISSION_QUEUE,
          ADMISSION_MAX_BYTES_IN_FLIGHT,
          ADMISSION_REFUSAL_PERCENT,
          PICTURE_MAX_PIXELS,
          PICTURE_REDUCED_DECODING,
          DETECTION_THRESHOLD,
          DETECTION_MAX,
          DEADLINE_DEFAULT,
          DRAIN_PROBE_PERIOD,
          DRAIN_TIMEOUT,
          NODE_CACHE_DIRECTORY);

  private Keys() {}

  static List<String> names() {
    return ALL.stream().map(Key::name).toList();
  }

  private static Key<Integer> port(String name, String byDefault) {
    return new Key<>(
        name,
        byDefault,
        "a port, 0..65535, 0 for one that is free",
        ValueParsers.wholeNumber(0, MAX_PORT));
  }

  private static Key<Integer> whole(String name, String byDefault, int least, int most) {
    return new Key<>(
        name,
        byDefault,
        "a whole number, " + least + ".." + most,
        ValueParsers.wholeNumber(least, most));
  }

  private static Key<OptionalInt> wholeOrAuto(String name, int least, int most) {
    return new Key<>(
        name,
        ValueParsers.AUTO,
        "auto, or a whole number, " + least + ".." + most,
        ValueParsers.wholeNumberOrAuto(least, most));
  }

  private static Key<Long> bytes(
      String name, String byDefault, long least, long most, String range) {
    return new Key<>(
        name,
        byDefault,
        "an amount of bytes such as 20 MiB, " + range,
        ValueParsers.bytes(least, most));
  }

  private static Key<Duration> duration(
      String name, String byDefault, Duration least, Duration most) {
    return new Key<>(
        name,
        byDefault,
        "a duration such as 250ms, 30s or 5m, "
            + least.toMillis()
            + "ms.."
            + most.toSeconds()
            + "s",
        ValueParsers.duration(least, most));
  }

  private static Path path(String text) {
    try {
      if (text.isBlank()) {
        throw new IllegalArgumentException("blank");
      }
      return FileNames.path(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
