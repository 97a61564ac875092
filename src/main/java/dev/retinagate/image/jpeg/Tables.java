package dev.retinagate.image.jpeg;

import dev.retinagate.detection.PictureException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** The tables as of one place in the file; later segments replace them. */
final class Tables {

  private static final int SLOTS = 4;

  private final HuffmanTable[] dc = new HuffmanTable[SLOTS];
  private final HuffmanTable[] ac = new HuffmanTable[SLOTS];
  private final QuantisationTable[] quantisation = new QuantisationTable[SLOTS];
  private int restartInterval;

  /**
   * Reads the cursor's segment if it defines tables.
   *
   * @throws PictureException if the definition is damaged
   */
  void read(int marker, SegmentCursor cursor) throws PictureException {
    try {
      switch (marker) {
        case Marker.HUFFMAN_TABLES -> readHuffman(cursor.segment());
        case Marker.QUANTISATION_TABLES -> readQuantisation(cursor.segment());
        case Marker.RESTART_INTERVAL ->
            restartInterval = Short.toUnsignedInt(cursor.segment().getShort());
        default -> {}
      }
    } catch (BufferUnderflowException e) {
      throw JpegHeader.damaged();
    }
  }

  private void readHuffman(ByteBuffer segment) throws PictureException {
    while (segment.hasRemaining()) {
      int slot = Byte.toUnsignedInt(segment.get());
      HuffmanTable[] tables = slot >> 4 == 0 ? dc : ac;
      if (slot >> 4 > 1 || (slot & 0xf) >= SLOTS) {
        throw JpegHeader.damaged();
      }
      tables[slot & 0xf] = HuffmanTable.read(segment);
    }
  }

  private void readQuantisation(ByteBuffer segment) throws PictureException {
    while (segment.hasRemaining()) {
      int slot = Byte.toUnsignedInt(segment.get());
      if ((slot & 0xf) >= SLOTS) {
        throw JpegHeader.damaged();
      }
      quantisation[slot & 0xf] = QuantisationTable.read(segment, slot >> 4 != 0);
    }
  }

  /** May be null, as the others may: nothing has defined the slot. */
  HuffmanTable dc(int slot) {
    return slot < SLOTS ? dc[slot] : null;
  }

  HuffmanTable ac(int slot) {
    return slot < SLOTS ? ac[slot] : null;
  }

  QuantisationTable quantisation(int slot) {
    return quantisation[slot];
  }

  /** MCUs between restarts; 0 for none. */
  int restartInterval() {
    return restartInterval;
  }
}
