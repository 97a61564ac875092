package dev.retinagate.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The one table of keys: it drives reading, the names of environment variables and the error
 * messages. conf/retinagate.yaml says what each key is for; a test compares the two.
 */
final class Keys {

  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final int MAX_PORT = 65_535;
  private static final int MAX_EVENT_LOOPS = 64;
  private static final int MAX_WORKERS = 1_024;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]{1,253}");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern PRECISION = Pattern.compile("auto|fp32|bf16|int8");
  private static final Pattern LOG_FORMATS = Pattern.compile("text|json");
  private static final Pattern MODEL_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private static final int MAX_MODELS = 16;
  private static final String ALL_MODELS = "all";
  private static final String NONE = "none";
  private static final String ANY = "any";

  private static final List<Key<?>> DECLARED = new ArrayList<>();

  /** All keys, in the order of their declaration, which is that of the file. */
  static final List<Key<?>> ALL = Collections.unmodifiableList(DECLARED);

  static final Key<String> HTTP_HOST =
      key("http.host", "0.0.0.0", "a host name or address", ValueParsers.matching(HOST));
  static final Key<OptionalInt> HTTP_PORT =
      key(
          "http.port",
          "8080",
          "a port, 0..65535, 0 for one that is free, or none",
          ValueParsers.wholeNumberOr(NONE, 0, MAX_PORT));
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
  static final Key<Long> HTTP_MIN_TRANSFER_RATE =
      bytes("http.min-transfer-rate", "1 KiB", 0, GIB, "0..1 GiB, each second");
  static final Key<Duration> HTTP_UPLOAD_STALL_TIMEOUT =
      duration("http.upload-stall-timeout", "10s", Duration.ofMillis(50), Duration.ofMinutes(10));
  static final Key<Duration> HTTP_TRANSFER_TIMEOUT =
      duration("http.transfer-timeout", "5m", Duration.ofMillis(50), Duration.ofHours(1));
  static final Key<Duration> HTTP_LINGER_TIMEOUT =
      duration("http.linger-timeout", "2s", Duration.ofMillis(1), Duration.ofMinutes(1));
  static final Key<List<AddressRange>> HTTP_TRUSTED_PROXIES =
      severalKey(
          "http.trusted-proxies",
          NONE,
          "none, or addresses and ranges such as 10.0.0.0/8",
          ValueParsers.addressRanges());
  static final Key<Boolean> HTTP_PROXY_PROTOCOL =
      key("http.proxy-protocol", "false", "true or false", ValueParsers.trueOrFalse());
  static final Key<Origins> HTTP_CORS_ORIGINS =
      severalKey(
          "http.cors-origins",
          "none",
          "none, '*' for any, or origins such as https://app.example.com",
          ValueParsers.origins());
  static final Key<Boolean> HTTP_REDIRECT =
      key("http.redirect", "false", "true or false", ValueParsers.trueOrFalse());
  static final Key<Boolean> HTTP_ACCESS_LOG =
      key("http.access-log", "true", "true or false", ValueParsers.trueOrFalse());
  static final Key<Optional<Path>> TLS_CERTIFICATE = fileOrNone("tls.certificate");
  static final Key<Optional<Path>> TLS_KEY = fileOrNone("tls.key");
  static final Key<Integer> TLS_PORT = port("tls.port", "8443");
  static final Key<String> MANAGEMENT_HOST =
      key("management.host", "127.0.0.1", "a host name or address", ValueParsers.matching(HOST));
  static final Key<Integer> MANAGEMENT_PORT = port("management.port", "9090");
  static final Key<Boolean> MANAGEMENT_TLS =
      key("management.tls", "false", "true or false", ValueParsers.trueOrFalse());
  static final Key<Boolean> MANAGEMENT_KEYS =
      key("management.keys", "false", "true or false", ValueParsers.trueOrFalse());
  static final Key<List<String>> MODEL_NAME_KEY =
      severalKey(
          "model.name",
          "nanodet-g",
          "a folder's name: letters, digits, '.', '_' and '-'; or several, each once",
          ValueParsers.distinct(MODEL_NAME, MAX_MODELS));
  static final Key<Path> MODEL_DIRECTORY = key("model.directory", "models", "a path", Keys::path);
  static final Key<Integer> MODEL_KEPT_NETWORKS = whole("model.kept-networks", "2", 1, 100);
  static final Key<String> MODEL_PRECISION =
      key(
          "model.precision",
          ValueParsers.AUTO,
          "auto, fp32, bf16 or int8",
          ValueParsers.matching(PRECISION));
  static final Key<Boolean> ENGINE_AMX =
      key("engine.amx", ValueParsers.AUTO, "auto or off", ValueParsers.autoOrOff());
  static final Key<OptionalInt> WORKERS_COUNT = wholeOrAuto("workers.count", 1, MAX_WORKERS);
  static final Key<OptionalInt> WORKERS_PER_MODEL =
      key(
          "workers.per-model",
          ALL_MODELS,
          "all, or a whole number, 1.." + MAX_WORKERS,
          ValueParsers.wholeNumberOr(ALL_MODELS, 1, MAX_WORKERS));
  static final Key<OptionalInt> WORKERS_ENGINE_THREADS =
      wholeOrAuto("workers.engine-threads", 1, MAX_WORKERS);
  static final Key<OptionalInt> WORKERS_THREADS_ALONE =
      wholeOrAuto("workers.threads-alone", 1, MAX_WORKERS);
  static final Key<Duration> WORKERS_WEDGED_AFTER =
      duration("workers.wedged-after", "60s", Duration.ofMillis(1), Duration.ofHours(1));
  static final Key<OptionalInt> ADMISSION_QUEUE = wholeOrAuto("admission.queue", 0, 100_000);
  static final Key<Long> ADMISSION_MAX_BYTES_IN_FLIGHT =
      bytes("admission.max-bytes-in-flight", "128 MiB", KIB, 1024 * GIB, "1 KiB..1024 GiB");
  static final Key<Integer> ADMISSION_REFUSAL_PERCENT =
      whole("admission.refusal-percent", "4", 1, 100);
  static final Key<Long> PICTURE_MAX_PIXELS =
      key(
          "picture.max-pixels",
          "50000000",
          "a whole number, 256..2000000000",
          ValueParsers.wholeLong(256, 2_000_000_000));
  static final Key<Integer> PICTURE_MAX_WORK = whole("picture.max-work", "150", 1, 100_000);
  static final Key<Boolean> PICTURE_REDUCED_DECODING =
      key("picture.reduced-decoding", "false", "true or false", ValueParsers.trueOrFalse());
  static final Key<Optional<Float>> DETECTION_THRESHOLD =
      key(
          "detection.threshold",
          ValueParsers.AUTO,
          "auto, or a number, 0..1",
          ValueParsers.fractionOrAuto());
  static final Key<Integer> DETECTION_MAX = whole("detection.max", "100", 1, 300);
  static final Key<Duration> DEADLINE_DEFAULT =
      duration("deadline.default", "30s", Duration.ofMillis(1), Duration.ofHours(1));
  static final Key<Optional<Path>> KEYS_FILE = fileOrNone("keys.file");
  static final Key<Optional<Path>> REKOGNITION_CREDENTIALS = fileOrNone("rekognition.credentials");
  static final Key<Optional<String>> REKOGNITION_REGION =
      key(
          "rekognition.region",
          ANY,
          "any, or a region such as eu-central-1",
          text ->
              ANY.equals(text)
                  ? Optional.empty()
                  : Optional.of(ValueParsers.matching(REGION).apply(text)));

  static final Key<Duration> DRAIN_PROBE_PERIOD =
      duration("drain.probe-period", "2s", Duration.ZERO, Duration.ofMinutes(5));
  static final Key<Duration> DRAIN_TIMEOUT =
      duration("drain.timeout", "30s", Duration.ZERO, Duration.ofHours(1));

  static final Key<Optional<Path>> NODE_CACHE_DIRECTORY =
      key(
          "node.cache-directory",
          ValueParsers.AUTO,
          "auto, or a folder's path",
          text -> ValueParsers.AUTO.equals(text) ? Optional.empty() : Optional.of(path(text)));

  static final Key<String> LOG_FORMAT =
      key("log.format", "text", "text or json", ValueParsers.matching(LOG_FORMATS));

  private Keys() {}

  static List<String> names() {
    return ALL.stream().map(Key::name).toList();
  }

  private static <T> Key<T> key(
      String name, String byDefault, String rule, Function<String, T> parser) {
    return declare(new Key<>(name, byDefault, rule, false, parser));
  }

  private static <T> Key<T> severalKey(
      String name, String byDefault, String rule, Function<String, T> parser) {
    return declare(new Key<>(name, byDefault, rule + ", separated by commas", true, parser));
  }

  /** Every key is declared, so that it is in {@link #ALL}. */
  private static <T> Key<T> declare(Key<T> key) {
    DECLARED.add(key);
    return key;
  }

  /** Whether the value of this key may be a list. */
  static boolean mayBeList(String name) {
    return ALL.stream().anyMatch(key -> key.several() && key.name().equals(name));
  }

  private static Key<Optional<Path>> fileOrNone(String name) {
    return key(
        name,
        NONE,
        "none, or a file's path",
        text -> NONE.equals(text) ? Optional.empty() : Optional.of(path(text)));
  }

  private static Key<Integer> port(String name, String byDefault) {
    return key(
        name,
        byDefault,
        "a port, 0..65535, 0 for one that is free",
        ValueParsers.wholeNumber(0, MAX_PORT));
  }

  private static Key<Integer> whole(String name, String byDefault, int min, int max) {
    return key(
        name, byDefault, "a whole number, " + min + ".." + max, ValueParsers.wholeNumber(min, max));
  }

  private static Key<OptionalInt> wholeOrAuto(String name, int min, int max) {
    return key(
        name,
        ValueParsers.AUTO,
        "auto, or a whole number, " + min + ".." + max,
        ValueParsers.wholeNumberOr(ValueParsers.AUTO, min, max));
  }

  private static Key<Long> bytes(String name, String byDefault, long min, long max, String range) {
    return key(
        name,
        byDefault,
        "an amount of bytes such as 20 MiB, " + range,
        ValueParsers.bytes(min, max));
  }

  private static Key<Duration> duration(String name, String byDefault, Duration min, Duration max) {
    return key(
        name,
        byDefault,
        "a duration such as 250ms, 30s or 5m, " + min.toMillis() + "ms.." + max.toSeconds() + "s",
        ValueParsers.duration(min, max));
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
