package dev.retinagate.image.jpeg;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts EXIF blocks together. A segment holds 64 KiB, so cameras split longer blocks: the next
 * segment then begins as EXIF and goes on without a TIFF header.
 */
final class ExifSegments {

  /**
   * Most segments that are kept, one MiB of them: tags come first in a block, and without a bound a
   * file could have as much copied as it is long.
   */
  private static final int MAX_SEGMENTS = 16;

  private static final int INTEL = 0x49492a00;
  private static final int MOTOROLA = 0x4d4d002a;

  private final List<List<ByteBuffer>> blocks = new ArrayList<>();
  private int segments;

  void add(ByteBuffer content) {
    boolean begins =
        content.limit() >= Integer.BYTES
            && (content.getInt(0) == INTEL || content.getInt(0) == MOTOROLA);
    if (begins) {
      blocks.add(new ArrayList<>(List.of(content)));
      segments++;
    } else if (!blocks.isEmpty()) {
      blocks.get(blocks.size() - 1).add(content);
      segments++;
    }
  }

  /** Whether no more is kept. */
  boolean isFull() {
    return segments == MAX_SEGMENTS;
  }

  List<ByteBuffer> blocks() {
    return blocks.stream().map(ExifSegments::joined).toList();
  }

  private static ByteBuffer joined(List<ByteBuffer> pieces) {
    if (pieces.size() == 1) {
      return pieces.get(0);
    }
    ByteBuffer block = ByteBuffer.allocate(pieces.stream().mapToInt(ByteBuffer::limit).sum());
    pieces.forEach(piece -> block.put(piece.duplicate()));
    return block.flip();
  }
}
