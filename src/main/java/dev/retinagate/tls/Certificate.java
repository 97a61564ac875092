package dev.retinagate.tls;

import dev.retinagate.config.Config;
import dev.retinagate.config.FileNames;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/** A certificate and its private key, which fit each other. Immutable. */
public final class Certificate {

  /** Signatures by the algorithm of the key; others are not read by Vert.x. */
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

  private static final byte[] ANYTHING = {1};

  private final Config.PemFiles files;
  private final PemBytes bytes;
  private final X509Certificate leaf;
  private final KeyManagerFactory keys;

  private Certificate(
      Config.PemFiles files, PemBytes bytes, X509Certificate leaf, KeyManagerFactory keys) {
    this.files = files;
    this.bytes = bytes;
    this.leaf = leaf;
    this.keys = keys;
  }

  /**
   * Reads and checks the pair. Blocks. An expired certificate is read all the same: clients may be
   * told to take it, and {@link #warning} says so.
   *
   * @throws PemException naming the key of the configuration, the file, and what was expected
   */
  public static Certificate read(Config.PemFiles files, Vertx vertx) throws PemException {
    return of(files, PemBytes.read(files), vertx);
  }

  /** As {@link #read}, of bytes that have been read. */
  static Certificate of(Config.PemFiles files, PemBytes bytes, Vertx vertx) throws PemException {
    X509Certificate leaf = leaf(files.certificate(), bytes);
    checkText(files.key(), bytes.key().toString(StandardCharsets.ISO_8859_1));
    try {
      KeyManagerFactory keys = options(bytes).getKeyManagerFactory(vertx);
      if (fits(leaf.getPublicKey(), keys)) {
        return new Certificate(files, bytes, leaf, keys);
      }
    } catch (Exception e) {
      // Whatever Vert.x's reader throws at bytes that are no key.
      throw keyProblem(files.key(), "cannot be read: %s".formatted(e.getMessage()), e);
    }
    throw keyProblem(
        files.key(),
        "does not fit the certificate '%s'".formatted(FileNames.text(files.certificate())),
        null);
  }

  private static X509Certificate leaf(Path file, PemBytes bytes) throws PemException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes.certificate().getBytes()))
              .stream()
              .findFirst()
              .orElseThrow(() -> new GeneralSecurityException("it has no certificate"));
    } catch (GeneralSecurityException e) {
      throw new PemException(
          "tls.certificate: '%s' cannot be understood; expected: a certificate in PEM, from -----BEGIN CERTIFICATE----- on"
              .formatted(FileNames.text(file)),
          e);
    }
  }

  private static void checkText(Path file, String text) throws PemException {
    if (text.contains("ENCRYPTED")) {
      throw keyProblem(file, "is encrypted, and nobody is there to type its passphrase", null);
    } else if (!text.contains("PRIVATE KEY-----")) {
      throw keyProblem(file, "has no -----BEGIN PRIVATE KEY-----", null);
    }
  }

  private static PemException keyProblem(Path file, String problem, Throwable cause) {
    return new PemException(
        "tls.key: '%s' %s; expected: the certificate's private key in PEM, RSA or EC, without a passphrase"
            .formatted(FileNames.text(file), problem),
        cause);
  }

  /** Whether the private key signs what the certificate's public key verifies. */
  private static boolean fits(PublicKey publicKey, KeyManagerFactory keys) {
    String algorithm = SIGNATURES.get(publicKey.getAlgorithm());
    if (algorithm == null || !(keys.getKeyManagers()[0] instanceof X509KeyManager manager)) {
      return false;
    }
    String[] aliases = manager.getServerAliases(publicKey.getAlgorithm(), null);
    PrivateKey privateKey = aliases == null ? null : manager.getPrivateKey(aliases[0]);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(privateKey);
      signature.update(ANYTHING);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(ANYTHING);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // A key of another algorithm.
      return false;
    }
  }

  private static PemKeyCertOptions options(PemBytes bytes) {
    return new PemKeyCertOptions().addCertValue(bytes.certificate()).addKeyValue(bytes.key());
  }

  /** For Vert.x. */
  public KeyCertOptions options() {
    return options(bytes);
  }

  /** What the files held. */
  PemBytes bytes() {
    return bytes;
  }

  /** For the JDK. */
  KeyManagerFactory keys() {
    return keys;
  }

  /**
   * Loads what a handshake needs, so that the first client does not hold up an event loop. Blocks
   * for some 100 ms; never fails.
   */
  public void rehearse() {
    Rehearsal.run(this, leaf);
  }

  /** Clients refuse the certificate from then on. */
  public Instant expiry() {
    return leaf.getNotAfter().toInstant();
  }

  /** A warning if clients refuse the certificate at this time; else empty. */
  public Optional<String> warning(Instant now) {
    Instant begin = leaf.getNotBefore().toInstant();
    List<String> faults =
        now.isAfter(expiry())
            ? List.of("expired on " + expiry())
            : now.isBefore(begin) ? List.of("is valid only from " + begin) : List.of();
    return faults.stream()
        .map(
            fault ->
                "tls.certificate: '%s' %s: clients that check it will not connect"
                    .formatted(FileNames.text(files.certificate()), fault))
        .findFirst();
  }
}
