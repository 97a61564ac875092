package dev.retinagate.image.jpeg;

import dev.retinagate.detection.PictureException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A JPEG's scans, as far as the decoder would read them. Its data has not been checked. */
public final class JpegPicture {

  private final JpegHeader header;
  private final List<Scan> scans = new ArrayList<>();
  private final JpegWork work;

  private JpegPicture(JpegHeader header) {
    this.header = header;
    this.work = new JpegWork(header.frame());
  }

  /**
   * Reads scans until the end marker, or to where the file goes on as no JPEG: cameras append
   * previews, and some leave the end marker out. All coefficients have to be there by then.
   */
  static JpegPicture read(JpegHeader header, double maxWork) throws PictureException {
    JpegPicture picture = new JpegPicture(header);
    Progression progression = new Progression(header.frame());
    Scan scan = header.firstScan();
    boolean inOrder = true;
    while (scan != null) {
      inOrder &= progression.add(scan);
      picture.scans.add(scan);
      picture.work.add(scan);
      if (picture.work.megapixels() > maxWork) {
        return picture;
      }
      boolean whole =
          !header.frame().isProgressive() && picture.scans.size() == 1 && progression.isComplete();
      // libjpeg reads no more scans of a sequential picture whose first one has every component.
      scan = whole ? null : picture.next(scan);
    }
    if (!inOrder || !progression.isComplete()) {
      throw JpegHeader.damaged();
    }
    return picture;
  }

  /** The next scan; null where the picture ends, in order or not. */
  private Scan next(Scan before) {
    SegmentCursor cursor = header.cursor();
    cursor.jump(before.to());
    while (true) {
      int marker = cursor.next();
      try {
        if (marker == Marker.START_OF_SCAN) {
          return Scan.read(
              header.frame(), header.tables(), cursor.segment(), header.in(), cursor.end());
        }
        if (!Marker.hasSegment(marker)
            || Marker.isStartOfFrame(marker)
            || marker == Marker.HIERARCHICAL) {
          return null;
        }
        header.tables().read(marker, cursor);
      } catch (PictureException e) {
        return null;
      }
    }
  }

  /** What decoding takes. */
  public JpegWork work() {
    return work;
  }

  JpegHeader header() {
    return header;
  }

  Frame frame() {
    return header.frame();
  }

  ByteBuffer in() {
    return header.in();
  }

  List<Scan> scans() {
    return scans;
  }
}
