package dev.retinagate.http.problem;

import dev.retinagate.http.reply.ContentLength;
import io.vertx.core.http.HttpVersion;

/** What happens to the rest of a refused request's body. */
enum UnreadBody {

  /**
   * HTTP/2: the client may stop by itself. If it does not, its stream is reset without error (RFC
   * 9113, 8.1), and no other stream. Not at once: clients take a reset that arrives with the answer
   * for a failure to send (curl 7.88 does, now and then).
   */
  RESET_STREAM,

  /** HTTP/1 with little left: it is read and thrown away, and the connection is kept. */
  READ,

  /**
   * HTTP/1 otherwise: the answer says {@code Connection: close}. What still arrives is thrown away
   * for a short time, since closing with unread bytes makes the kernel send a reset, which can
   * overtake the answer (RFC 9112, 9.6).
   */
  CLOSE;

  /**
   * Reading so much takes a quarter of a millisecond. A new connection costs less, but a client
   * that has to open one each time cannot be told from a client that has waited.
   */
  static final long MAX_READ_BYTES = 512 << 10;

  /**
   * Decides it.
   *
   * @param announcedBytes the body's length, or {@link ContentLength#UNKNOWN}
   * @param readBytes how much of it has been read
   * @param chunked whether the body is sent in chunks, so that its length is not known before
   * @param awaitsContinue whether the client waits for {@code 100 Continue}, which it will not get:
   *     it may send the body all the same or go on with its next request (RFC 9110, 10.1.1), and
   *     nothing tells the two apart
   */
  static UnreadBody of(
      HttpVersion version,
      long announcedBytes,
      long readBytes,
      boolean chunked,
      boolean awaitsContinue) {
    if (version == HttpVersion.HTTP_2) {
      return RESET_STREAM;
    }
    // A request without a length and without chunks has no body (RFC 9112, 6.3).
    boolean little =
        announcedBytes == ContentLength.UNKNOWN
            ? !chunked
            : !awaitsContinue && announcedBytes - readBytes <= MAX_READ_BYTES;
    return little ? READ : CLOSE;
  }
}
