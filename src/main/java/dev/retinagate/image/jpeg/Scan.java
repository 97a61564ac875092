package dev.retinagate.image.jpeg;

import dev.retinagate.detection.PictureException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A scan with the tables as they stand at its beginning.
 *
 * @param parts its components, in their order within an MCU
 * @param first first coefficient, 0..63
 * @param last last coefficient, 0..63
 * @param high bits that earlier scans have left out, 0 if this is the first one
 * @param low bits that this scan leaves out
 * @param restartInterval MCUs between restarts; 0 for none
 * @param from where its data begin
 * @param to where its last data end: at the first marker that is no restart
 */
record Scan(
    List<Part> parts,
    int first,
    int last,
    int high,
    int low,
    int restartInterval,
    int from,
    int to) {

  private static final int LAST_COEFFICIENT = 63;
  private static final int MAX_LOW = 13;
  private static final int MAX_BLOCKS_PER_MCU = 10;

  /**
   * A component within a scan.
   *
   * @param index its place in the frame
   * @param selectors slots of its tables as the file has them
   * @param dc table of DC differences; null if undefined
   * @param ac table of AC coefficients; null if undefined
   * @param quantisation its divisors; null if undefined
   */
  record Part(
      int index, int selectors, HuffmanTable dc, HuffmanTable ac, QuantisationTable quantisation) {}

  /**
   * Reads a scan header.
   *
   * @param in the whole file
   * @param from where the header ends
   * @throws PictureException if the decoder would not take it
   */
  static Scan read(Frame frame, Tables tables, ByteBuffer segment, ByteBuffer in, int from)
      throws PictureException {
    int count = segment.hasRemaining() ? segment.get(0) : 0;
    if (count < 1 || count > frame.components().size() || segment.limit() != 4 + 2 * count) {
      throw JpegHeader.damaged();
    }
    List<Part> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int id = Byte.toUnsignedInt(segment.get(1 + 2 * i));
      int selectors = Byte.toUnsignedInt(segment.get(2 + 2 * i));
      parts.add(part(frame, tables, id, selectors, parts));
    }
    int at = 1 + 2 * count;
    int bits = Byte.toUnsignedInt(segment.get(at + 2));
    int first = Byte.toUnsignedInt(segment.get(at));
    int last = Byte.toUnsignedInt(segment.get(at + 1));
    boolean progressive = frame.isProgressive();
    Scan scan =
        new Scan(
            List.copyOf(parts),
            // Sequential scans have all coefficients, whatever their header says: libjpeg and
            // others do not read it, and some encoders write something else.
            progressive ? first : 0,
            progressive ? last : LAST_COEFFICIENT,
            progressive ? bits >> 4 : 0,
            progressive ? bits & 0xf : 0,
            tables.restartInterval(),
            from,
            endOfScan(in, from));
    scan.require(frame);
    return scan;
  }

  private static Part part(Frame frame, Tables tables, int id, int selectors, List<Part> before)
      throws PictureException {
    for (int i = 0; i < frame.components().size(); i++) {
      int index = i;
      Component component = frame.components().get(i);
      if (component.id() == id && before.stream().noneMatch(part -> part.index() == index)) {
        return new Part(
            i,
            selectors,
            tables.dc(selectors >> 4),
            tables.ac(selectors & 0xf),
            tables.quantisation(component.quantisation()));
      }
    }
    throw JpegHeader.damaged();
  }

  private void require(Frame frame) throws PictureException {
    boolean good = low <= MAX_LOW && (high == 0 || low == high - 1) && last <= LAST_COEFFICIENT;
    if (frame.isProgressive()) {
      good &= isDc() ? last == 0 : first <= last && parts.size() == 1;
    }
    int blocks = 0;
    for (Part part : parts) {
      Component component = frame.components().get(part.index());
      blocks += component.horizontal() * component.vertical();
      good &= part.quantisation() != null;
      good &= !needsDcTable() || part.dc() != null;
      good &= !needsAcTable() || part.ac() != null;
    }
    if (!good || (parts.size() > 1 && blocks > MAX_BLOCKS_PER_MCU)) {
      throw JpegHeader.damaged();
    }
  }

  private static int endOfScan(ByteBuffer in, int from) {
    int at = Marker.endOfData(in, from);
    while (Marker.isRestart(Marker.codeAt(in, at))) {
      at = Marker.endOfData(in, Marker.behind(in, at));
    }
    return at;
  }

  /** Whether it has DC coefficients; those of a progressive frame come alone. */
  boolean isDc() {
    return first == 0;
  }

  /** Whether it adds a bit to coefficients of an earlier scan. */
  boolean isRefinement() {
    return high > 0;
  }

  boolean needsDcTable() {
    return isDc() && !isRefinement();
  }

  boolean needsAcTable() {
    return last > 0;
  }

  /** Blocks that are coded, with those that only fill MCUs. */
  long blocks(Frame frame) {
    if (parts.size() == 1) {
      Component component = frame.components().get(parts.get(0).index());
      return (long) frame.blocksWide(component) * frame.blocksHigh(component);
    }
    long perMcu = 0;
    for (Part part : parts) {
      Component component = frame.components().get(part.index());
      perMcu += (long) component.horizontal() * component.vertical();
    }
    return perMcu * frame.mcusWide() * frame.mcusHigh();
  }

  /** Units between which restarts are counted. */
  int mcus(Frame frame) {
    return parts.size() == 1 ? (int) blocks(frame) : frame.mcusWide() * frame.mcusHigh();
  }
}
