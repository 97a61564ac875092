package dev.retinagate.support;

import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** How bytes get to a node on loopback. */
public enum Wire {
  CLEARTEXT {
    @Override
    public Optional<KeyCertOptions> certificate() {
      return Optional.empty();
    }

    @Override
    Socket open(int port, String protocol) throws IOException {
      return new Socket(InetAddress.getLoopbackAddress(), port);
    }
  },
  TLS {
    @Override
    public Optional<KeyCertOptions> certificate() {
      return Optional.of(TestCertificate.options());
    }

    @Override
    Socket open(int port, String protocol) throws IOException {
      SSLSocket socket =
          (SSLSocket)
              TestCertificate.trusting()
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), port);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
      return socket;
    }
  };

  private static final int PATIENCE_MILLIS = 20_000;

  /** The certificate that a node needs for it; empty where it needs none. */
  public abstract Optional<KeyCertOptions> certificate();

  abstract Socket open(int port, String protocol) throws IOException;

  /** A connection for HTTP/1.1; with TLS, the handshake has been done. */
  public Socket connect(int port) throws IOException {
    return ready(open(port, "http/1.1"));
  }

  /** A connection for HTTP/2: with prior knowledge in cleartext, by ALPN with TLS. */
  public Socket connectHttp2(int port) throws IOException {
    return ready(open(port, "h2"));
  }

  /** A connection in cleartext from an address of the loopback. */
  static Socket connectFrom(String address, int port) throws IOException {
    return ready(
        new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0));
  }

  private static Socket ready(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    if (socket instanceof SSLSocket tls) {
      try {
        tls.startHandshake();
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    }
    return socket;
  }
}
