package dev.retinagate.http.intake;

import java.nio.ByteBuffer;

/**
 * Receives the pictures and text fields of one body, in the order of the body. A picture is one
 * {@code beginPicture}, any number of {@code pictureBytes} and, unless the body is refused before,
 * one {@code endPicture}; no field comes in between.
 */
public interface BodySink {

  /** A picture begins; the name ties its result to it: the file name, else the field name. */
  void beginPicture(String name);

  /** The picture's next bytes, at least one; the buffer is valid during the call only. */
  void pictureBytes(ByteBuffer bytes);

  void endPicture();

  /** A text field, complete; the value may be empty. */
  void field(String name, String value);
}
