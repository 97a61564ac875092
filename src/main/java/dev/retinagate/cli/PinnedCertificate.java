package dev.retinagate.cli;

import dev.retinagate.tls.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * Trust in a node's own certificate, by its file. The certificate names the node's public host, and
 * the node is asked on the loopback: the name is not compared, the certificate itself is.
 */
final class PinnedCertificate {

  private PinnedCertificate() {}

  /**
   * Has a connection accept the first certificate of a file, and no other.
   *
   * @throws IOException if the file cannot be read, or has no certificate
   */
  static void trust(HttpsURLConnection connection, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, Trust.inOnly(certificate), null);
      connection.setSSLSocketFactory(context.getSocketFactory());
      connection.setHostnameVerifier((host, session) -> true);
    } catch (GeneralSecurityException e) {
      throw new IOException("the node's certificate cannot be used: " + e.getMessage(), e);
    }
  }
}
