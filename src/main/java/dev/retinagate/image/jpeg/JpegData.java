package dev.retinagate.image.jpeg;

import dev.retinagate.detection.PictureException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The coded data of a picture, which are whole. */
public final class JpegData {

  private final JpegPicture picture;
  private final List<Integer> ends;

  private JpegData(JpegPicture picture, List<Integer> ends) {
    this.picture = picture;
    this.ends = ends;
  }

  /**
   * Reads all data without making pixels of them.
   *
   * @throws PictureException if data are missing or damaged
   */
  public static JpegData check(JpegPicture picture) throws PictureException {
    List<Integer> ends = new ArrayList<>();
    long[][] nonZero = nonZero(picture);
    for (int i = 0; i < picture.scans().size(); i++) {
      Scan scan = picture.scans().get(i);
      for (Scan.Part part : scan.parts()) {
        if (scan.needsDcTable()) {
          part.dc().prepare(true);
        }
        if (scan.needsAcTable()) {
          part.ac().prepare(false);
        }
      }
      ScanData data =
          picture.frame().isProgressive()
              ? new ProgressiveData(picture, scan, nonZero)
              : new SequentialData(picture, scan);
      if (!data.isWhole()) {
        throw JpegHeader.damaged();
      }
      ends.add(data.end());
      if (i + 1 < picture.scans().size()) {
        forgetUnless(picture.scans().get(i + 1), scan);
      }
    }
    return new JpegData(picture, ends);
  }

  /** A file of some megabytes may have a hundred thousand scans, each with tables of its own. */
  private static void forgetUnless(Scan next, Scan done) {
    for (Scan.Part part : done.parts()) {
      for (HuffmanTable table : new HuffmanTable[] {part.dc(), part.ac()}) {
        if (table != null
            && next.parts().stream().noneMatch(of -> of.dc() == table || of.ac() == table)) {
          table.forget();
        }
      }
    }
  }

  /** Eight bytes a block, where a refinement needs them. */
  private static long[][] nonZero(JpegPicture picture) {
    Frame frame = picture.frame();
    boolean refined =
        picture.scans().stream().anyMatch(scan -> !scan.isDc() && scan.isRefinement());
    if (!refined) {
      return null;
    }
    return frame.components().stream()
        .map(component -> new long[frame.paddedBlocksWide(component) * frame.blocksHigh(component)])
        .toArray(long[][]::new);
  }

  /** Writes a JPEG of these data and of nothing else that the file has. */
  public void write(ByteBuffer out) {
    JpegWriter.write(this, out);
  }

  JpegPicture picture() {
    return picture;
  }

  /** Where the data of a scan end that are needed. */
  int end(int scan) {
    return ends.get(scan);
  }
}
