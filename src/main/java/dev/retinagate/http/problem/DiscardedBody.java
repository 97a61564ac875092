package dev.retinagate.http.problem;

/**
 * The rest of a refused body while it arrives and is thrown away: when the gateway stops reading.
 * Owned by the request's event loop.
 */
final class DiscardedBody {

  private final long maxBytes;
  private final boolean cutAtEnd;
  private final Runnable cut;

  private long bytes;
  private boolean over;

  /**
   * A body of which nothing has arrived yet.
   *
   * @param maxBytes a client that sends more is cut off
   * @param cutAtEnd whether the end of the body is the end of the connection as well
   * @param cut ends the stream or the connection; called at most once
   */
  DiscardedBody(long maxBytes, boolean cutAtEnd, Runnable cut) {
    this.maxBytes = maxBytes;
    this.cutAtEnd = cutAtEnd;
    this.cut = cut;
  }

  void received(int length) {
    bytes += length;
    if (bytes > maxBytes) {
      end(true);
    }
  }

  void ended() {
    end(cutAtEnd);
  }

  /** The time for the rest of the body is over. */
  void timedOut() {
    end(true);
  }

  private void end(boolean cuts) {
    if (!over) {
      over = true;
      if (cuts) {
        cut.run();
      }
    }
  }
}
