/**
 * Everything that reaches into Netty or into Vert.x's internals: the cost of connections before
 * their first request, how strictly their bytes are decoded, and the order of their handlers.
 *
 * <p>The listener's pipeline has {@code ConnectionLimit} in front: a surplus connection is closed
 * at accept. {@code ConnectionPipeline} owns the order of a connection's pipeline. From the socket
 * to Vert.x's requests (ours in capitals; "…" is the lifetime where it is not the connection's):
 *
 * <pre>
 * cleartext                        TLS                              HTTP/2 on either
 * -------------------------------  -------------------------------  ------------------------------
 * FIRST                            FIRST                            FIRST
 * COST                             COST                             COST
 * PROXY_HEADER … header, if on     PROXY_HEADER … header, if on     PROXY_HEADER … header, if on
 *                                  ssl                              ssl, with TLS
 * HEADER_TIMEOUT … first headers   HEADER_TIMEOUT … first headers   HEADER_TIMEOUT … preface
 * FLUSH_BEFORE_CLOSE               FLUSH_BEFORE_CLOSE               FLUSH_BEFORE_CLOSE
 * Http1xOrH2CHandler … preface
 * PROTOCOL … first bytes           PROTOCOL … first bytes           PROTOCOL … first bytes
 *                                  handshaker … handshake
 *                                  idle                             idle
 * httpDecoder: the strict one      httpDecoder: the strict one
 * httpEncoder, h2c                 httpEncoder
 * idle                             chunkedWriter                    chunkedWriter, with TLS
 * BODY_DISCARD … end of a body     BODY_DISCARD … end of a body
 * handler: HTTP/1 of Vert.x        handler: HTTP/1 of Vert.x        handler: Netty's HTTP/2, with
 *                                                                   StreamGuard as frame listener
 * </pre>
 *
 * <p>FIRST finds the position of {@code ssl} or {@code Http1xOrH2CHandler} when the connection
 * becomes active; PROTOCOL finds {@code httpDecoder} or Netty's HTTP/2 handler at the first bytes.
 * A connection on which either finds nothing is closed, and that is logged.
 *
 * <p>May use {@code config}, {@code tls}, Netty and Vert.x, their internals included; knows no
 * pictures. The story starts at {@link dev.retinagate.http.connection.ConnectionGuard}.
 */
package dev.retinagate.http.connection;
