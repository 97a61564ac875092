package dev.retinagate.config;

import dev.retinagate.config.ConfigLoader.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns settings into records. Reports every broken rule, not the first alone. */
final class ConfigBuilder {

  /** One event loop serves tens of thousands of requests a second; the cores are the engine's. */
  private static final int CORES_PER_EVENT_LOOP = 8;

  /**
   * With several workers a picture waits less than eight times as long as the work on one picture
   * takes.
   */
  private static final int QUEUE_PER_WORKER = 8;

  /**
   * A node of one worker, too, admits a dozen pictures at once, as forms and crawlers send them.
   */
  private static final int MIN_QUEUE = 11;

  private final Map<String, Setting> settings;
  private final List<String> problems;
  private final int cores;

  ConfigBuilder(Map<String, Setting> settings, List<String> problems, int cores) {
    this.settings = settings;
    this.problems = problems;
    this.cores = cores;
  }

  /** The configuration; not to be used if there were problems. */
  Config build() {
    List<String> models = read(Keys.MODEL_NAME_KEY);
    OptionalInt perModel = read(Keys.WORKERS_PER_MODEL);
    int workers =
        perModel.isPresent()
            ? perModel.getAsInt() * models.size()
            : read(Keys.WORKERS_COUNT).orElse(cores);
    Config config =
        new Config(
            new Config.Listener(
                new Config.Http(
                    read(Keys.HTTP_HOST),
                    read(Keys.HTTP_PORT),
                    read(Keys.HTTP_EVENT_LOOPS).orElse(Math.max(1, cores / CORES_PER_EVENT_LOOP)),
                    read(Keys.HTTP_TRUSTED_PROXIES),
                    read(Keys.HTTP_PROXY_PROTOCOL),
                    read(Keys.HTTP_CORS_ORIGINS),
                    read(Keys.HTTP_LINGER_TIMEOUT),
                    read(Keys.HTTP_ACCESS_LOG)),
                tls(),
                new Config.Connections(
                    read(Keys.HTTP_MAX_CONNECTIONS),
                    Math.toIntExact(read(Keys.HTTP_MAX_HEADER_BYTES)),
                    read(Keys.HTTP_IDLE_TIMEOUT),
                    read(Keys.HTTP_HEADER_TIMEOUT)),
                new Config.Uploads(
                    read(Keys.HTTP_MAX_BODY_BYTES),
                    read(Keys.HTTP_MAX_PARTS),
                    read(Keys.HTTP_UPLOAD_GRACE),
                    read(Keys.HTTP_MIN_TRANSFER_RATE),
                    read(Keys.HTTP_UPLOAD_STALL_TIMEOUT),
                    read(Keys.HTTP_TRANSFER_TIMEOUT))),
            new Config.Management(
                read(Keys.MANAGEMENT_HOST), read(Keys.MANAGEMENT_PORT), read(Keys.MANAGEMENT_TLS)),
            new Config.Model(
                models,
                read(Keys.MODEL_DIRECTORY),
                read(Keys.MODEL_KEPT_NETWORKS),
                read(Keys.MODEL_PRECISION),
                read(Keys.ENGINE_AMX)),
            new Config.Workers(
                workers,
                perModel,
                read(Keys.WORKERS_ENGINE_THREADS).orElse(Math.max(1, cores / workers)),
                read(Keys.WORKERS_THREADS_ALONE).orElse(cores),
                read(Keys.WORKERS_WEDGED_AFTER)),
            new Config.AdmissionBounds(
                read(Keys.ADMISSION_QUEUE).orElse(Math.max(MIN_QUEUE, QUEUE_PER_WORKER * workers)),
                read(Keys.ADMISSION_MAX_BYTES_IN_FLIGHT),
                read(Keys.ADMISSION_REFUSAL_PERCENT)),
            new Config.Picture(
                read(Keys.PICTURE_MAX_PIXELS),
                read(Keys.PICTURE_MAX_WORK),
                read(Keys.PICTURE_REDUCED_DECODING)),
            new Config.Requests(
                new Config.Detection(read(Keys.DETECTION_THRESHOLD), read(Keys.DETECTION_MAX)),
                new Config.Deadline(read(Keys.DEADLINE_DEFAULT)),
                new Config.Rekognition(accessKeys(), read(Keys.REKOGNITION_REGION)),
                new Config.ApiKeys(read(Keys.KEYS_FILE), read(Keys.MANAGEMENT_KEYS))),
            new Config.Node(
                new Config.Drain(read(Keys.DRAIN_PROBE_PERIOD), read(Keys.DRAIN_TIMEOUT)),
                read(Keys.NODE_CACHE_DIRECTORY),
                read(Keys.LOG_FORMAT)));
    checkTogether(config);
    checkModelDirectory(config.model().directory());
    return config;
  }

  private <T> T read(Key<T> key) {
    Setting setting = settings.get(key.name());
    if (setting != null) {
      try {
        return key.parser().apply(setting.text().strip());
      } catch (IllegalArgumentException e) {
        problems.add(
            "%s: '%s' (from %s) is not %s"
                .formatted(key.name(), setting.text(), setting.origin(), key.rule()));
      }
    }
    return key.parser().apply(key.defaultText());
  }

  /** Rules about more than one key. */
  private void checkTogether(Config config) {
    if (config.keys().management() && config.keys().file().isEmpty()) {
      problems.add("management.keys: true needs a file of keys, keys.file");
    }
    if (config.workers().perModel().isPresent() && read(Keys.WORKERS_COUNT).isPresent()) {
      problems.add(
          "workers.count: workers.per-model is %d, so that it has to be auto"
              .formatted(config.workers().perModel().getAsInt()));
    }
    if (config.admission().maxBytesInFlight() < 2 * config.uploads().maxBodyBytes()) {
      problems.add(
          "admission.max-bytes-in-flight (%d bytes) has to be at least twice http.max-body-bytes (%d), so that one upload leaves room for others"
              .formatted(config.admission().maxBytesInFlight(), config.uploads().maxBodyBytes()));
    }
    if (config.connections().idleTimeout().compareTo(config.deadline().byDefault()) <= 0) {
      problems.add(
          "http.idle-timeout (%s) has to be longer than deadline.default (%s), else waiting clients are cut off"
              .formatted(text(Keys.HTTP_IDLE_TIMEOUT), text(Keys.DEADLINE_DEFAULT)));
    }
    checkPorts(config);
    if (config.http().proxyProtocol() && config.http().trustedProxies().isEmpty()) {
      problems.add(
          "http.proxy-protocol: it is true, but http.trusted-proxies is none; no connection would be accepted");
    }
    boolean noTls = config.tls().pair().isEmpty();
    if (config.tls().redirect() && (noTls || config.http().port().isEmpty())) {
      problems.add(
          "http.redirect: it is true, but "
              + (noTls ? "tls.certificate and tls.key are" : "http.port is")
              + " none; both listeners are needed");
    }
    if (config.management().tls() && noTls) {
      problems.add(
          "management.tls: it is true, but tls.certificate and tls.key are none; they are needed");
    }
  }

  private void checkPorts(Config config) {
    int http = config.http().port().orElse(0);
    int tls = config.tls().pair().isPresent() ? config.tls().port() : 0;
    int management = config.management().port();
    boolean sameHost = config.http().host().equals(config.management().host());
    if (sameHost && http != 0 && http == management) {
      problems.add(
          "management.port (%d) has to differ from http.port on the same host"
              .formatted(management));
    }
    if (sameHost && tls != 0 && tls == management) {
      problems.add(
          "management.port (%d) has to differ from tls.port on the same host"
              .formatted(management));
    }
    if (tls != 0 && tls == http) {
      problems.add("tls.port (%d) has to differ from http.port, which can be none".formatted(tls));
    }
    if (config.http().port().isEmpty() && config.tls().pair().isEmpty()) {
      problems.add(
          "http.port is none, so that tls.certificate and tls.key are needed: the node would listen on no port");
    }
  }

  private Config.Tls tls() {
    Optional<Path> certificate = read(Keys.TLS_CERTIFICATE);
    Optional<Path> key = read(Keys.TLS_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      boolean noKey = key.isEmpty();
      problems.add(
          "%s: it is none, but %s is '%s'; HTTPS needs both files"
              .formatted(
                  noKey ? Keys.TLS_KEY.name() : Keys.TLS_CERTIFICATE.name(),
                  noKey ? Keys.TLS_CERTIFICATE.name() : Keys.TLS_KEY.name(),
                  FileNames.text(certificate.or(() -> key).orElseThrow())));
    }
    return new Config.Tls(
        certificate.flatMap(first -> key.map(second -> new Config.PemFiles(first, second))),
        read(Keys.TLS_PORT),
        read(Keys.HTTP_REDIRECT));
  }

  /** The default folder may be missing: the built-in model needs none. */
  private void checkModelDirectory(Path directory) {
    Setting setting = settings.get(Keys.MODEL_DIRECTORY.name());
    boolean chosen = setting != null && !setting.text().equals(Keys.MODEL_DIRECTORY.defaultText());
    if (chosen && !Files.isDirectory(directory)) {
      problems.add(
          "%s: '%s' (from %s) is not a folder that exists"
              .formatted(Keys.MODEL_DIRECTORY.name(), setting.text(), setting.origin()));
    }
  }

  private Optional<AccessKeys> accessKeys() {
    Optional<Path> file = read(Keys.REKOGNITION_CREDENTIALS);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String subject =
        "%s: '%s' ".formatted(Keys.REKOGNITION_CREDENTIALS.name(), FileNames.text(file.get()));
    try {
      return Optional.of(AccessKeys.read(file.get()));
    } catch (IOException e) {
      problems.add(subject + "cannot be read: " + FileProblem.reason(e));
    } catch (IllegalArgumentException e) {
      problems.add(subject + e.getMessage());
    }
    return Optional.empty();
  }

  private String text(Key<?> key) {
    Setting setting = settings.get(key.name());
    return setting == null ? key.defaultText() : setting.text();
  }
}
