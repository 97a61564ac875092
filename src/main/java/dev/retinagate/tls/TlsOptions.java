package dev.retinagate.tls;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How every listener speaks TLS. */
public final class TlsOptions {

  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

  /**
   * Only with forward secrecy and authenticated encryption (RFC 9325, 4.2): the intermediate list
   * of Mozilla without finite-field Diffie-Hellman, which costs the server more than the client.
   */
  private static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private TlsOptions() {}

  /**
   * Has a listener speak TLS 1.2 or 1.3, and HTTP/2 to clients that ask for it (ALPN).
   *
   * @param options of the listener; they are changed
   */
  public static void speakTls(HttpServerOptions options, KeyCertOptions certificate) {
    options
        .setSsl(true)
        .setUseAlpn(true)
        .setKeyCertOptions(certificate)
        .setEnabledSecureTransportProtocols(new LinkedHashSet<>(PROTOCOLS))
        .setSslEngineOptions(engine());
    CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
  }

  /**
   * BoringSSL by Netty's tcnative, or the JDK's engine where that library cannot be loaded. The
   * JDK's decrypts slowly until its code is compiled: HTTPS had 0.84 to 0.87 of HTTP's pictures a
   * second a minute after the start ({@code loadtest/tls.sh}).
   */
  private static SSLEngineOptions engine() {
    // BoringSSL's key exchange takes a fraction of a millisecond, the JDK's several: an event loop
    // must not be blocked for those. (On a worker, BoringSSL sends no alert when no cipher suits.)
    return OpenSSLEngineOptions.isAvailable()
        ? new OpenSSLEngineOptions().setUseWorkerThread(false)
        : new JdkSSLEngineOptions().setUseWorkerThread(true);
  }
}
