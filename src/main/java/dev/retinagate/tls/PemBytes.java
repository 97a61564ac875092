package dev.retinagate.tls;

import dev.retinagate.config.Config;
import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the two files hold at a moment. Two are equal if both files hold the same bytes.
 *
 * @param certificate the bytes of {@code tls.certificate}
 * @param key the bytes of {@code tls.key}
 */
record PemBytes(Buffer certificate, Buffer key) {

  /** A chain of certificates has some kilobytes. */
  private static final int MAX_FILE_BYTES = 1 << 20;

  /**
   * Reads both files. Blocks.
   *
   * @throws PemException naming the file that cannot be read
   */
  static PemBytes read(Config.PemFiles files) throws PemException {
    return new PemBytes(
        read("tls.certificate", files.certificate(), "a certificate in PEM"),
        read("tls.key", files.key(), "the certificate's private key in PEM"));
  }

  private static Buffer read(String key, Path file, String expected) throws PemException {
    String reason;
    IOException cause = null;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length <= MAX_FILE_BYTES) {
        return Buffer.buffer(bytes);
      }
      reason = "is longer than " + MAX_FILE_BYTES + " bytes";
    } catch (IOException e) {
      reason = "cannot be read: " + FileProblem.reason(e);
      cause = e;
    }
    throw new PemException(
        "%s: '%s' %s; expected: %s".formatted(key, FileNames.text(file), reason, expected), cause);
  }

  /** Never the bytes: one of the files is secret. */
  @Override
  public String toString() {
    return "PEM of " + certificate.length() + " and " + key.length() + " bytes";
  }
}
