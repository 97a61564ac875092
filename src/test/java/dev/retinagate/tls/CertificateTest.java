package dev.retinagate.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retinagate.config.Config;
import dev.retinagate.support.TestCertificate;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final Path CHAIN = TestCertificate.chain();
  private static final Path KEY = TestCertificate.key();

  @TempDir private Path folder;

  @AfterAll
  static void close() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void readsAPairAndItsExpiry() throws Exception {
    Certificate certificate = read(CHAIN, KEY);

    assertThat(certificate.warning(certificate.expiry().minusSeconds(1))).isEmpty();
    assertThat(certificate.options().getKeyManagerFactory(VERTX)).isNotNull();
  }

  @Test
  void warnsOfACertificateThatClientsRefuse() throws Exception {
    Certificate certificate = read(CHAIN, KEY);

    assertThat(certificate.warning(certificate.expiry().plusSeconds(1)))
        .hasValueSatisfying(
            warning ->
                assertThat(warning)
                    .startsWith("tls.certificate: '" + CHAIN + "' expired on ")
                    .contains(certificate.expiry().toString()));
    assertThat(certificate.warning(certificate.expiry().minus(Duration.ofDays(400))))
        .hasValueSatisfying(warning -> assertThat(warning).contains("is valid only from"));
  }

  @Test
  void namesAFileThatIsMissing() {
    Path absent = folder.resolve("absent.pem");

    assertThat(problem(absent, KEY))
        .isEqualTo(
            "tls.certificate: '%s' cannot be read: there is no such file; expected: a certificate in PEM"
                .formatted(absent));
    assertThat(problem(CHAIN, absent))
        .startsWith("tls.key: '%s' cannot be read: there is no such file".formatted(absent));
    assertThat(problem(CHAIN, folder)).contains("it is a folder");
  }

  @Test
  void namesAKeyThatDoesNotFitTheCertificate() throws Exception {
    Path other = TestCertificate.anotherKey(folder);

    assertThat(problem(CHAIN, other))
        .startsWith(
            "tls.key: '%s' does not fit the certificate '%s'; expected: the certificate's private key"
                .formatted(other, CHAIN));
  }

  @Test
  void namesFilesThatWereMixedUp() {
    assertThat(problem(KEY, CHAIN))
        .startsWith("tls.certificate: '%s' cannot be understood".formatted(KEY))
        .contains("-----BEGIN CERTIFICATE-----");
    assertThat(problem(CHAIN, CHAIN)).contains("has no -----BEGIN PRIVATE KEY-----");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '-----BEGIN ENCRYPTED PRIVATE KEY-----'                         | is encrypted
          '-----BEGIN RSA PRIVATE KEY-----~Proc-Type: 4,ENCRYPTED'        | is encrypted
          '-----BEGIN PRIVATE KEY-----~AAAA~-----END PRIVATE KEY-----'    | cannot be read
          'no key'                                                        | has no -----BEGIN PRIVATE KEY-----
          """)
  void namesAKeyThatIsUnusable(String text, String words) throws IOException {
    Path key = Files.writeString(folder.resolve("key.pem"), text.replace('~', '\n'));

    assertThat(problem(CHAIN, key))
        .startsWith("tls.key: '%s' ".formatted(key))
        .contains(words, "without a passphrase");
  }

  private static Certificate read(Path chain, Path key) throws PemException {
    return Certificate.read(new Config.PemFiles(chain, key), VERTX);
  }

  private static String problem(Path chain, Path key) {
    return catchThrowableOfType(PemException.class, () -> read(chain, key)).getMessage();
  }
}
