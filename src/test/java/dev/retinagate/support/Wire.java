package dev.retinagate.support;

import dev.retinagate.config.Config;
import dev.retinagate.http.connection.ListenerOptions;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** How bytes get to a node on loopback. */
public enum Wire {
  CLEARTEXT {
    @Override
    public Map<String, String> flags() {
      return Map.of("http.port", "0");
    }

    @Override
    public HttpServerOptions options(Config config) {
      return ListenerOptions.cleartext(config);
    }

    @Override
    Socket open(int port, String protocol) throws IOException {
      return new Socket(InetAddress.getLoopbackAddress(), port);
    }
  },
  TLS {
    @Override
    public Map<String, String> flags() {
      return Map.of(
          "http.port",
          "none",
          "tls.port",
          "0",
          "tls.certificate",
          TestCertificate.chain().toString(),
          "tls.key",
          TestCertificate.key().toString());
    }

    @Override
    public HttpServerOptions options(Config config) {
      return ListenerOptions.tls(config, TestCertificate.options());
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

  private static final int PATIENCE_MILLIS = 60_000;

  /** The keys of a node's configuration, and their values, for a free port. */
  public abstract Map<String, String> flags();

  /** The options of such a listener. */
  public abstract HttpServerOptions options(Config config);

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
