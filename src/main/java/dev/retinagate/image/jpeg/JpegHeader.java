package dev.retinagate.image.jpeg;

import dev.retinagate.detection.PictureException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A JPEG up to its first scan. */
public final class JpegHeader {

  /** Longest side that libjpeg reads and writes. */
  public static final int MAX_SIDE = Frame.MAX_SIDE;

  private static final int START_OF_IMAGE_BYTES = 2;
  private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};
  private static final byte[] JFIF = {'J', 'F', 'I', 'F', 0};
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final int JFIF_BYTES = 14;
  private static final int ADOBE_BYTES = 12;
  private static final int ADOBE_TRANSFORM = 11;

  private final ByteBuffer in;
  private final SegmentCursor cursor;
  private final Tables tables = new Tables();
  private final ExifSegments exif = new ExifSegments();
  private Frame frame;
  private Scan firstScan;
  private boolean jfif;
  private int adobeTransform = Colours.NO_ADOBE;

  private JpegHeader(ByteBuffer in) {
    this.in = in;
    this.cursor = new SegmentCursor(in, START_OF_IMAGE_BYTES);
  }

  /**
   * Reads the header.
   *
   * @param jpeg begins with a start marker; position and limit are left as they are
   * @throws PictureException if it is damaged, or of a kind that the decoder does not take
   */
  public static JpegHeader read(ByteBuffer jpeg) throws PictureException {
    JpegHeader header = new JpegHeader(Marker.view(jpeg));
    header.readToFirstScan();
    return header;
  }

  static PictureException damaged() {
    return PictureException.damaged("JPEG");
  }

  private void readToFirstScan() throws PictureException {
    while (true) {
      int marker = cursor.next();
      if (marker == Marker.START_OF_SCAN) {
        if (frame == null) {
          throw damaged();
        }
        firstScan = Scan.read(frame, tables, cursor.segment(), in, cursor.end());
        return;
      }
      if (Marker.isStartOfFrame(marker) || marker == Marker.HIERARCHICAL) {
        if (frame != null) {
          throw damaged();
        }
        frame = Frame.read(marker, cursor.segment());
      } else if (Marker.hasSegment(marker) && marker != Marker.JPG_EXTENSIONS) {
        readSegment(marker);
      } else {
        throw damaged();
      }
    }
  }

  private void readSegment(int marker) throws PictureException {
    switch (marker) {
      case Marker.APP0 -> jfif |= cursor.startsWith(JFIF) && cursor.segment().limit() >= JFIF_BYTES;
      case Marker.APP1 -> {
        if (cursor.startsWith(EXIF) && !exif.isFull()) {
          ByteBuffer segment = cursor.segment();
          exif.add(segment.slice(EXIF.length, segment.limit() - EXIF.length));
        }
      }
      case Marker.APP14 -> {
        if (cursor.startsWith(ADOBE) && cursor.segment().limit() >= ADOBE_BYTES) {
          adobeTransform = Byte.toUnsignedInt(cursor.segment().get(ADOBE_TRANSFORM));
        }
      }
      default -> tables.read(marker, cursor);
    }
  }

  /** Pixels beside each other, 1..65535. */
  public int width() {
    return frame.width();
  }

  /** Pixels above each other, 1..65535. */
  public int height() {
    return frame.height();
  }

  /** EXIF blocks, each a TIFF structure put together from its segments, in the file's order. */
  public List<ByteBuffer> exif() {
    return exif.blocks();
  }

  /**
   * Reads the scans behind the header.
   *
   * @param maxWork once decoding takes more work than this, in {@link JpegWork}'s unit, no further
   *     scan is read
   * @throws PictureException if a scan is missing or wrong
   */
  public JpegPicture picture(double maxWork) throws PictureException {
    return JpegPicture.read(this, maxWork);
  }

  /** Most bytes that {@link JpegData#write} writes of this JPEG. */
  public int maxLength() {
    return JpegWriter.maxLength(in);
  }

  ByteBuffer in() {
    return in;
  }

  SegmentCursor cursor() {
    return cursor;
  }

  Tables tables() {
    return tables;
  }

  Frame frame() {
    return frame;
  }

  Scan firstScan() {
    return firstScan;
  }

  Colours colours() {
    return new Colours(jfif, adobeTransform);
  }

  /**
   * What the decoder derives the colour space from.
   *
   * @param jfif whether there is a JFIF segment
   * @param adobeTransform transform of Adobe's segment, or {@link #NO_ADOBE}
   */
  record Colours(boolean jfif, int adobeTransform) {
    static final int NO_ADOBE = -1;
  }
}
