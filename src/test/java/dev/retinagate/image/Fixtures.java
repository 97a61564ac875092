package dev.retinagate.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Pictures of src/test/resources/pictures, whose README tells where they come from. */
final class Fixtures {

  private Fixtures() {}

  static ByteBuffer picture(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream("/pictures/" + name)) {
      return ByteBuffer.wrap(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ByteBuffer format(String name) {
    return picture("formats/" + name);
  }
}
