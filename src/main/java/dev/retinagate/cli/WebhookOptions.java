package dev.retinagate.cli;

import dev.retinagate.client.Timers;
import dev.retinagate.client.upload.AlertFilter;
import dev.retinagate.client.upload.AlertFilter.AlertOn;
import dev.retinagate.client.upload.Webhook;
import dev.retinagate.client.upload.WebhookReceiver;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Option;

/** Where alerts are posted. */
final class WebhookOptions {

  @Option(
      names = "--webhook",
      paramLabel = "URL",
      description = "Posts the JSON of pictures that alert there, and again until it is taken.")
  private URI url;

  @Option(
      names = "--webhook-secret",
      paramLabel = "FILE",
      description =
          "Signs each post: X-Retinagate-Signature is sha256= and the HMAC-SHA256 of the body,"
              + " with what is in this file as the key.")
  private Path secret;

  @Option(
      names = "--alert-on",
      paramLabel = "change|every",
      defaultValue = "change",
      description =
          "Posts an alert when it begins or becomes another one, or with every picture;"
              + " ${DEFAULT-VALUE} by default.")
  private AlertOn alertOn;

  @Option(
      names = "--quiet",
      paramLabel = "TIME",
      description = "Does not post the same alert again within this time, as in 5m.")
  private Duration quiet = Duration.ZERO;

  /** What is wrong with the flags; empty if nothing is. */
  Optional<String> fault() {
    if (url == null) {
      return secret == null
          ? Optional.empty()
          : Optional.of("--webhook-secret signs what --webhook posts; name that as well");
    }
    return Addresses.isHttp(url)
        ? Optional.empty()
        : Optional.of("--webhook '" + url + "' is not an http or https address");
  }

  /**
   * The webhook, if one is wanted.
   *
   * @throws IOException if the secret cannot be read
   */
  Optional<Webhook> open(Vertx vertx, Timers timers, Consumer<String> notices) throws IOException {
    if (url == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Webhook(
            new WebhookReceiver(vertx, url, key()),
            new AlertFilter(alertOn, quiet),
            timers,
            RandomGenerator.getDefault(),
            notices));
  }

  /** Editors end a file with a line's end, which is not part of the secret. */
  private byte[] key() throws IOException {
    if (secret == null) {
      return null;
    }
    byte[] key =
        Files.readString(secret, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
    if (key.length == 0) {
      throw new IOException("--webhook-secret " + secret + " is empty");
    }
    return key;
  }
}
