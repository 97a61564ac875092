package dev.retinagate.support;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate of 127.0.0.1. The JDK's keytool makes one for each JVM that asks, so
 * that no private key is committed and no certificate expires.
 */
public final class TestCertificate {

  /** Guards nothing: the file is deleted with the JVM. */
  private static final String PASSWORD = "of-the-tests";

  /** Made at the first use: a process that is given a file needs none of its own. */
  private static final class Own {
    private static final Path FILE = make();
    private static final SSLContext TRUSTING = context(FILE);

    static {
      warmUp(FILE);
    }
  }

  private static final int WARM_UP_HANDSHAKES = 20;

  private TestCertificate() {}

  /** For a server. */
  public static KeyCertOptions options() {
    return options(Own.FILE);
  }

  /** For a server in another process, given this process's {@link #file}. */
  public static KeyCertOptions options(Path file) {
    return new PfxOptions().setPath(file.toString()).setPassword(PASSWORD);
  }

  /** The certificate and its key, in PKCS #12. */
  public static Path file() {
    return Own.FILE;
  }

  /** For a client: trusts this certificate only. */
  public static SSLContext trusting() {
    return Own.TRUSTING;
  }

  private static Path make() {
    try {
      Path folder = Files.createTempDirectory("retinagate-certificate");
      Path file = folder.resolve("node.p12");
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "node",
                  "-keyalg",
                  "EC",
                  "-groupname",
                  "secp256r1",
                  "-dname",
                  "CN=localhost",
                  "-ext",
                  "san=ip:127.0.0.1,dns:localhost",
                  "-validity",
                  "2",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  PASSWORD,
                  "-keystore",
                  file.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException("keytool: " + output);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Has the JDK shake hands with itself. The first handshakes load some hundred classes: on an
   * event loop, that blocks it for longer than a test of the log allows.
   *
   * @param file the certificate's
   */
  public static void warmUp(Path file) {
    SSLContext context = context(file);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket server =
        context.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      for (int i = 0; i < WARM_UP_HANDSHAKES; i++) {
        try (Socket client =
            context.getSocketFactory().createSocket(loopback, server.getLocalPort())) {
          CompletableFuture<Void> sent =
              CompletableFuture.runAsync(
                  () -> {
                    try {
                      client.getOutputStream().write(1);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
          try (Socket accepted = server.accept()) {
            accepted.getInputStream().read();
          }
          sent.join();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLContext context(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD.toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
