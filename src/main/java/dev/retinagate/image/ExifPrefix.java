package dev.retinagate.image;

import java.nio.ByteBuffer;

/** The six bytes that stand before EXIF in a JPEG, and in other formats by mistake. */
final class ExifPrefix {

  private static final byte[] PREFIX = {'E', 'x', 'i', 'f', 0, 0};

  private ExifPrefix() {}

  /** The block without them. */
  static ByteBuffer skip(ByteBuffer block) {
    boolean prefixed =
        block.limit() >= PREFIX.length
            && block.slice(0, PREFIX.length).equals(ByteBuffer.wrap(PREFIX));
    return prefixed ? block.slice(PREFIX.length, block.limit() - PREFIX.length) : block;
  }
}
