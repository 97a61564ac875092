package dev.retinagate.tls;

import io.vertx.core.net.OpenSSLEngineOptions;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the native library of TLS, then has the JDK shake hands with itself, in memory: keys and
 * certificates are the JDK's under either engine. The first handshake of a process loads some
 * hundred classes: on an event loop, it would hold up every client of that loop.
 */
final class Rehearsal {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final String[] PROTOCOLS = {"TLSv1.2", "TLSv1.3"};

  /** A handshake needs a dozen; one that fails to end must not hang the start. */
  private static final int MAX_STEPS = 200;

  private Rehearsal() {}

  /** Shakes hands once in each version. Blocks for some 100 ms. A failure does no harm. */
  static void run(Certificate certificate, X509Certificate trusted) {
    LOG.debug("BoringSSL: {}", OpenSSLEngineOptions.isAvailable());
    try {
      SSLContext context = context(certificate, trusted);
      for (String protocol : PROTOCOLS) {
        shakeHands(engine(context, protocol, true), engine(context, protocol, false));
      }
    } catch (Exception e) {
      LOG.debug("the rehearsal of TLS failed; the first handshake will be slower", e);
    }
  }

  private static SSLContext context(Certificate certificate, X509Certificate trusted)
      throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(certificate.keys().getKeyManagers(), Trust.inOnly(trusted), null);
    return context;
  }

  private static SSLEngine engine(SSLContext context, String protocol, boolean client) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(client);
    engine.setEnabledProtocols(new String[] {protocol});
    return engine;
  }

  private static void shakeHands(SSLEngine client, SSLEngine server)
      throws SSLException, GeneralSecurityException {
    ByteBuffer toServer = ByteBuffer.allocate(2 * client.getSession().getPacketBufferSize());
    ByteBuffer toClient = ByteBuffer.allocate(2 * server.getSession().getPacketBufferSize());
    client.beginHandshake();
    server.beginHandshake();
    for (int i = 0; i < MAX_STEPS; i++) {
      step(client, toClient, toServer);
      step(server, toServer, toClient);
      if (isOver(client) && isOver(server)) {
        return;
      }
    }
    throw new GeneralSecurityException("the handshake did not end");
  }

  private static boolean isOver(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      var unused = engine.wrap(ByteBuffer.allocate(0), out);
    } else if (in.position() > 0) {
      in.flip();
      var unused =
          engine.unwrap(in, ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
      in.compact();
    }
  }
}
