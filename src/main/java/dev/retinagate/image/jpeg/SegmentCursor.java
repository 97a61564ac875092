package dev.retinagate.image.jpeg;

import java.nio.ByteBuffer;

/**
 * Walks from marker to marker as libjpeg does: bytes that belong to none are passed over, fill
 * bytes too, and markers that stand alone have no length.
 */
final class SegmentCursor {

  private static final int LENGTH_BYTES = 2;

  private final ByteBuffer in;
  private int at;
  private int body;
  private int end;

  SegmentCursor(ByteBuffer in, int from) {
    this.in = in;
    this.at = from;
  }

  /**
   * Goes to the next marker, and behind its segment if it has one.
   *
   * @return the marker; {@link Marker#NONE} if there is no more, or if its segment is cut short
   */
  int next() {
    int marker = nextCode();
    if (!Marker.hasSegment(marker)) {
      return marker;
    }
    if (at > in.limit() - LENGTH_BYTES) {
      return Marker.NONE;
    }
    int length = Short.toUnsignedInt(in.getShort(at));
    if (length < LENGTH_BYTES || length > in.limit() - at) {
      return Marker.NONE;
    }
    body = at + LENGTH_BYTES;
    end = at + length;
    at = end;
    return marker;
  }

  private int nextCode() {
    while (true) {
      while (at < in.limit() && unsigned(at) != Marker.PREFIX) {
        at++;
      }
      while (at < in.limit() && unsigned(at) == Marker.PREFIX) {
        at++;
      }
      if (at >= in.limit()) {
        return Marker.NONE;
      }
      int code = unsigned(at);
      at++;
      if (code != 0 && code != Marker.TEMPORARY && !Marker.isRestart(code)) {
        return code;
      }
    }
  }

  /** Continues from here. */
  void jump(int to) {
    at = to;
  }

  /** The segment's content, without its length; limit is its end. */
  ByteBuffer segment() {
    return in.slice(body, end - body);
  }

  /** Whether the segment's content begins with these bytes. */
  boolean startsWith(byte[] prefix) {
    if (end - body < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (in.get(body + i) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  /** Where the segment ends. */
  int end() {
    return end;
  }

  private int unsigned(int index) {
    return Byte.toUnsignedInt(in.get(index));
  }
}
