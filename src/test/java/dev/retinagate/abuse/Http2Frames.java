package dev.retinagate.abuse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Frames of HTTP/2 by hand (RFC 9113, 4.1), so that they may be wrong. */
public final class Http2Frames {

  public static final int DATA = 0;
  public static final int HEADERS = 1;
  static final int PRIORITY = 2;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  public static final int END_STREAM = 1;
  static final int ACK = 1;
  public static final int END_HEADERS = 4;

  public static final int HEADER_BYTES = 9;

  /** Payload of the ping that comes last: answered when all before it has been read. */
  public static final byte[] LAST_PING = "the last".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int CANCEL = 8;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int MAX_STRING_LENGTH = 126;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** The preface and settings: from here on it is HTTP/2. */
  public static Http2Frames begun() {
    return new Http2Frames().raw(PREFACE).frame(SETTINGS, 0, 0);
  }

  /** Sets how much the server may send on each stream (RFC 9113, 6.5.2). */
  public Http2Frames initialWindow(int bytes) {
    byte[] setting = octets(0, INITIAL_WINDOW_SIZE, bytes >> 24, bytes >> 16, bytes >> 8, bytes);
    return frame(SETTINGS, 0, 0, setting);
  }

  /** Lets the server send so many bytes more on a stream. */
  public Http2Frames openWindow(int stream, int bytes) {
    return frame(WINDOW_UPDATE, 0, stream, number(bytes));
  }

  Http2Frames raw(byte[] raw) {
    bytes.writeBytes(raw);
    return this;
  }

  /** A frame without a payload. */
  public Http2Frames frame(int type, int flags, int stream) {
    return header(0, type, flags, stream);
  }

  public Http2Frames frame(int type, int flags, int stream, byte[] payload) {
    return header(payload.length, type, flags, stream).raw(payload);
  }

  /** A frame's header only, for a payload that is not as long as it says. */
  Http2Frames header(int length, int type, int flags, int stream) {
    bytes.write(length >> 16);
    bytes.write(length >> 8);
    bytes.write(length);
    bytes.write(type);
    bytes.write(flags);
    return raw(number(stream));
  }

  public Http2Frames cancel(int stream) {
    return frame(RST_STREAM, 0, stream, number(CANCEL));
  }

  public byte[] end() {
    return frame(PING, 0, 0, LAST_PING).unfinished();
  }

  /** Without the ping at the end. */
  public byte[] unfinished() {
    return bytes.toByteArray();
  }

  static byte[] number(int value) {
    return octets(value >> 24, value >> 16, value >> 8, value);
  }

  /** The lowest eight bits of each. */
  static byte[] octets(int... values) {
    byte[] octets = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      octets[i] = (byte) values[i];
    }
    return octets;
  }

  /** Fields in HPACK, each as a literal that is not indexed (RFC 7541, 6.2.2). */
  static byte[] block(String... namesAndValues) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      block.write(0);
      string(block, namesAndValues[i]);
      string(block, namesAndValues[i + 1]);
    }
    return block.toByteArray();
  }

  /** The fields of a POST of a picture, and further ones. */
  public static byte[] post(String... more) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(
        block(":method", "POST", ":scheme", "http", ":path", "/detect", ":authority", "t"));
    block.writeBytes(block(more));
    return block.toByteArray();
  }

  private static void string(ByteArrayOutputStream block, String text) {
    byte[] string = text.getBytes(StandardCharsets.ISO_8859_1);
    if (string.length > MAX_STRING_LENGTH) {
      throw new IllegalArgumentException("a length of more than one byte: " + string.length);
    }
    block.write(string.length);
    block.writeBytes(string);
  }
}
