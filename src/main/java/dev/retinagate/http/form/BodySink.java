package dev.retinagate.http.form;

import java.nio.ByteBuffer;

/**
 * Receives the pictures and text fields of one body, in the order of the body. The reader calls
 * {@code beginPicture}, any number of {@code pictureBytes} and one {@code endPicture} for each
 * picture. No field comes between them. A picture of a refused body may lack its end.
 */
public interface BodySink {

  /**
   * A picture begins.
   *
   * @param name ties the result to the picture: the file name, else the field name, else the part's
   *     number; may hold control characters
   */
  void beginPicture(String name);

  /** The picture's next bytes, at least one; the buffer is valid during the call only. */
  void pictureBytes(ByteBuffer bytes);

  void endPicture();

  /** A text field, complete; the value may be empty. */
  void field(String name, String value);
}
