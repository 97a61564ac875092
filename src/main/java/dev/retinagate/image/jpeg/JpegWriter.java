package dev.retinagate.image.jpeg;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes a JPEG of what was read: the same pixels to the decoder, and nothing besides. What the
 * file has of metadata, previews, stray bytes, second frames and unused tables stays behind, so the
 * decoder cannot take any of it for something else.
 */
final class JpegWriter {

  private static final int HUFFMAN_SLOTS = 4;
  private static final int AC_CLASS = 0x10;
  private static final int SIXTEEN_BITS = 0x10;
  private static final byte[] JFIF = {'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0};
  private static final byte[] ADOBE = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0};

  /** More than what is written once: four tables of divisors, colours, frame. */
  private static final int FIXED_BYTES = 1_024;

  private final JpegPicture picture;
  private final ByteBuffer out;
  private final HuffmanTable[] written = new HuffmanTable[2 * HUFFMAN_SLOTS];
  private final boolean[] quantised;
  private int restartInterval;

  private JpegWriter(JpegPicture picture, ByteBuffer out) {
    this.picture = picture;
    this.out = out;
    this.quantised = new boolean[picture.frame().components().size()];
  }

  /**
   * Most bytes that {@link #write} writes. A table is written as often as the file defines it, each
   * in a segment of its own, which makes the shortest one of 17 bytes longer by 4.
   */
  static int maxLength(ByteBuffer in) {
    return FIXED_BYTES + in.limit() + in.limit() / 4;
  }

  static void write(JpegData data, ByteBuffer out) {
    new JpegWriter(data.picture(), out).writeAll(data);
  }

  private void writeAll(JpegData data) {
    marker(Marker.START_OF_IMAGE);
    writeColours(picture.header().colours());
    List<Scan> scans = picture.scans();
    for (int i = 0; i < scans.size(); i++) {
      Scan scan = scans.get(i);
      writeTables(scan);
      if (i == 0) {
        writeFrame();
      }
      writeScanHeader(scan);
      out.put(picture.in().slice(scan.from(), data.end(i) - scan.from()));
    }
    marker(Marker.END_OF_IMAGE);
  }

  private void writeColours(JpegHeader.Colours colours) {
    if (colours.jfif()) {
      segment(Marker.APP0, JFIF.length);
      out.put(JFIF);
    }
    if (colours.adobeTransform() != JpegHeader.Colours.NO_ADOBE) {
      segment(Marker.APP14, ADOBE.length + 1);
      out.put(ADOBE).put((byte) colours.adobeTransform());
    }
  }

  private void writeTables(Scan scan) {
    for (Scan.Part part : scan.parts()) {
      // The decoder keeps the table of a component's first scan.
      if (!quantised[part.index()]) {
        quantised[part.index()] = true;
        int slot = picture.frame().components().get(part.index()).quantisation();
        writeQuantisation(slot, part.quantisation());
      }
      if (scan.needsDcTable()) {
        writeHuffman(part.selectors() >> 4, part.dc());
      }
      if (scan.needsAcTable()) {
        writeHuffman(AC_CLASS | (part.selectors() & 0xf), part.ac());
      }
    }
    if (scan.restartInterval() != restartInterval) {
      restartInterval = scan.restartInterval();
      segment(Marker.RESTART_INTERVAL, Short.BYTES);
      out.putShort((short) restartInterval);
    }
  }

  private void writeQuantisation(int slot, QuantisationTable table) {
    segment(Marker.QUANTISATION_TABLES, 1 + table.length());
    out.put((byte) (SIXTEEN_BITS | slot));
    table.write(out);
  }

  private void writeHuffman(int slot, HuffmanTable table) {
    int place = (slot >> 4) * HUFFMAN_SLOTS + (slot & 0xf);
    if (written[place] != table) {
      written[place] = table;
      segment(Marker.HUFFMAN_TABLES, 1 + table.length());
      out.put((byte) slot);
      table.write(out);
    }
  }

  private void writeFrame() {
    Frame frame = picture.frame();
    segment(frame.marker(), 6 + 3 * frame.components().size());
    out.put((byte) Byte.SIZE).putShort((short) frame.height()).putShort((short) frame.width());
    out.put((byte) frame.components().size());
    for (Component component : frame.components()) {
      out.put((byte) component.id());
      out.put((byte) (component.horizontal() << 4 | component.vertical()));
      out.put((byte) component.quantisation());
    }
  }

  private void writeScanHeader(Scan scan) {
    segment(Marker.START_OF_SCAN, 4 + 2 * scan.parts().size());
    out.put((byte) scan.parts().size());
    for (Scan.Part part : scan.parts()) {
      out.put((byte) picture.frame().components().get(part.index()).id());
      out.put((byte) part.selectors());
    }
    out.put((byte) scan.first()).put((byte) scan.last());
    out.put((byte) (scan.high() << 4 | scan.low()));
  }

  private void segment(int marker, int contentBytes) {
    marker(marker);
    out.putShort((short) (contentBytes + Short.BYTES));
  }

  private void marker(int marker) {
    out.put((byte) Marker.PREFIX).put((byte) marker);
  }
}
