package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.TestCertificate;
import dev.retinagate.support.TestCertificate.Pair;
import dev.retinagate.support.TestNode;
import dev.retinagate.support.Wire;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new certificate is used without a restart and without a failed request. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class CertificateReloadTest {

  private static final int RELOADS = 200;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final String POST =
      "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nConnection: %s\r\n\r\ncat";

  @TempDir private Path folder;
  private Path chain;
  private Path key;
  private Pair first;
  private Pair second;
  private SSLContext trusting;
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    chain = folder.resolve("chain.pem");
    key = folder.resolve("key.pem");
    first = TestCertificate.own();
    second = TestCertificate.another(folder);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {new TakesAny()}, new SecureRandom());
    install(first);
    node =
        new TestNode(
            Map.of(
                "http.event-loops",
                "2",
                "http.access-log",
                "false",
                "tls.certificate",
                chain.toString(),
                "tls.key",
                key.toString()),
            Wire.TLS);
  }

  @AfterEach
  void end() {
    node.close();
  }

  @Test
  void noRequestFailsInTwoHundredReloads() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger answers = new AtomicInteger();
    CompletableFuture<Void> kept =
        CompletableFuture.runAsync(() -> keepPosting(over, answers, false));
    CompletableFuture<Void> fresh =
        CompletableFuture.runAsync(() -> keepPosting(over, answers, true));
    try {
      for (int i = 1; i <= RELOADS; i++) {
        Pair next = i % 2 == 0 ? first : second;
        install(next);
        awaitServed(next);
      }
    } finally {
      over.set(true);
    }
    assertThat(kept).succeedsWithin(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(fresh).succeedsWithin(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(answers).hasValueGreaterThan(1);
    assertThat(node.metrics()).contains("retinagate_tls_reloads_total{outcome=\"done\"} 200.0");
  }

  @Test
  void aBrokenPairLeavesTheOldOneAndIsReportedOnce() throws Exception {
    replace(TestCertificate.anotherKey(folder), key);
    awaitMetric("retinagate_tls_reloads_total{outcome=\"failed\"} 1.0");
    assertThat(served()).isEqualTo(first.serial());

    Files.delete(chain);
    awaitMetric("retinagate_tls_reloads_total{outcome=\"failed\"} 2.0");
    assertThat(served()).isEqualTo(first.serial());

    install(second);
    awaitServed(second);
    awaitMetric("retinagate_tls_reloads_total{outcome=\"done\"} 1.0");
    assertThat(node.metrics()).contains("retinagate_tls_reloads_total{outcome=\"failed\"} 2.0");
  }

  @Test
  void tellsTheExpiry() throws Exception {
    try (SSLSocket socket = connect()) {
      X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      double expiry = certificate.getNotAfter().toInstant().getEpochSecond();
      assertThat(node.metrics()).contains("retinagate_tls_certificate_expiry_seconds " + expiry);
    }
  }

  /** On one connection, or each time on a new one. Throws if a request is not answered 200. */
  private void keepPosting(AtomicBoolean over, AtomicInteger answers, boolean fresh) {
    try {
      SSLSocket socket = connect();
      while (!over.get()) {
        if (fresh) {
          socket.close();
          socket = connect();
        }
        post(socket, fresh);
        answers.incrementAndGet();
      }
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("after " + answers + " answers", e);
    }
  }

  private static void post(SSLSocket socket, boolean last) throws IOException {
    socket
        .getOutputStream()
        .write(POST.formatted(last ? "close" : "keep-alive").getBytes(StandardCharsets.US_ASCII));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed after: " + answer);
      }
      answer.append((char) next);
    }
    if (!answer.toString().startsWith("HTTP/1.1 200 ")) {
      throw new IOException(answer.toString());
    }
    int length =
        Integer.parseInt(answer.toString().replaceAll("(?si).*content-length: (\\d+).*", "$1"));
    socket.getInputStream().skipNBytes(length);
  }

  private void install(Pair pair) throws IOException {
    replace(pair.key(), key);
    replace(pair.chain(), chain);
  }

  private void replace(Path source, Path target) throws IOException {
    Path next = folder.resolve("next.pem");
    Files.copy(source, next, StandardCopyOption.REPLACE_EXISTING);
    Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private void awaitServed(Pair pair) throws Exception {
    long giveUp = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!served().equals(pair.serial())) {
      assertThat(System.nanoTime() - giveUp).as("the new certificate").isNegative();
    }
  }

  private void awaitMetric(String sample) throws IOException {
    long giveUp = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!node.metrics().contains(sample)) {
      assertThat(System.nanoTime() - giveUp).as(sample).isNegative();
    }
  }

  private BigInteger served() throws IOException {
    try (SSLSocket socket = connect()) {
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }
  }

  private SSLSocket connect() throws IOException {
    SSLSocket socket =
        (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", node.gateway().port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.startHandshake();
    return socket;
  }

  /** Which certificate it is, the test finds out itself. */
  private static final class TakesAny implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // Any.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
