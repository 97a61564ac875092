package dev.retinagate.support;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
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
    private static final Path CHAIN =
        pem("CERTIFICATE", store -> store.getCertificate(ALIAS).getEncoded());
    private static final Path KEY =
        pem("PRIVATE KEY", store -> store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    private static final SSLContext TRUSTING = context(FILE);

    static {
      warmUp(FILE);
    }
  }

  private static final String ALIAS = "node";

  private static final int WARM_UP_HANDSHAKES = 20;

  private TestCertificate() {}

  /** For a server. */
  public static KeyCertOptions options() {
    return new PfxOptions().setPath(Own.FILE.toString()).setPassword(PASSWORD);
  }

  /** The file of the certificate, in PEM. */
  public static Path chain() {
    return Own.CHAIN;
  }

  /** The file of its private key, in PEM. */
  public static Path key() {
    return Own.KEY;
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
                  ALIAS,
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

  /** A private key that is not the certificate's, in a new file of the folder. */
  public static Path anotherKey(Path folder) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
    return Files.writeString(folder.resolve("another-key.pem"), pem("PRIVATE KEY", key));
  }

  private static String pem(String name, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(name, Base64.getMimeEncoder().encodeToString(bytes), name);
  }

  /**
   * Another certificate of 127.0.0.1 with its key, which {@link #trusting} does not trust.
   *
   * @param folder where the two files are made
   */
  public static Pair another(Path folder) throws IOException, GeneralSecurityException {
    KeyStore store = store(make());
    Path chain = folder.resolve("another-chain.pem");
    Path key = folder.resolve("another-chains-key.pem");
    byte[] secret = store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
    Files.writeString(chain, pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()));
    Files.writeString(key, pem("PRIVATE KEY", secret));
    return new Pair(chain, key);
  }

  /** A certificate and its key, in PEM. */
  public record Pair(Path chain, Path key) {

    /** The certificate's serial number, by which a client recognises it. */
    public BigInteger serial() throws IOException, GeneralSecurityException {
      try (InputStream in = Files.newInputStream(chain)) {
        return ((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in))
            .getSerialNumber();
      }
    }
  }

  /** The pair of {@link #chain} and {@link #key}. */
  public static Pair own() {
    return new Pair(chain(), key());
  }

  private interface Part {
    byte[] of(KeyStore store) throws GeneralSecurityException;
  }

  private static Path pem(String name, Part part) {
    try {
      Path file = Files.createTempFile("retinagate-certificate", ".pem");
      file.toFile().deleteOnExit();
      return Files.writeString(file, pem(name, part.of(store(Own.FILE))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      return store;
    }
  }

  /**
   * Has the JDK shake hands with itself. The first handshakes load some hundred classes: on an
   * event loop, that blocks it for longer than a test of the log allows.
   */
  private static void warmUp(Path file) {
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
    try {
      KeyStore store = store(file);
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
