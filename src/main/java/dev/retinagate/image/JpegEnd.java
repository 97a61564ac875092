package dev.retinagate.image;

import java.nio.ByteBuffer;

/**
 * Tells whether a JPEG is complete. OpenCV answers a cut-off baseline JPEG with grey rows and no
 * word, so the end marker is looked for; it cannot occur within coded data, where every 0xff is
 * followed by a zero or a restart marker (ITU-T T.81, B.1.1.5).
 */
final class JpegEnd {

  private static final byte MARKER = (byte) 0xff;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int FIRST_RESTART = 0xd0;
  private static final int LAST_RESTART = 0xd7;
  private static final int START_OF_IMAGE_BYTES = 2;

  private JpegEnd() {}

  /** Whether the end marker follows the last scan; bytes after it are allowed, as cameras do. */
  static boolean isPresent(ByteBuffer jpeg) {
    ByteBuffer in = jpeg.slice();
    int last = in.limit() - 1;
    if (last >= 1 && in.get(last - 1) == MARKER && unsigned(in, last) == END_OF_IMAGE) {
      return true;
    }
    return isPresentAfterScans(in);
  }

  private static boolean isPresentAfterScans(ByteBuffer in) {
    boolean inScan = false;
    int at = START_OF_IMAGE_BYTES;
    while (at < in.limit() - 1) {
      if (in.get(at) != MARKER) {
        if (!inScan) {
          return false;
        }
        at++;
        continue;
      }
      int marker = unsigned(in, at + 1);
      if (marker == END_OF_IMAGE) {
        return true;
      }
      boolean standsAlone =
          marker == 0 || marker == 0xff || (marker >= FIRST_RESTART && marker <= LAST_RESTART);
      if (standsAlone) {
        at += marker == 0xff ? 1 : 2;
      } else {
        inScan = marker == START_OF_SCAN;
        if (at + 4 > in.limit()) {
          return false;
        }
        at += 2 + Short.toUnsignedInt(in.getShort(at + 2));
      }
    }
    return false;
  }

  private static int unsigned(ByteBuffer in, int at) {
    return Byte.toUnsignedInt(in.get(at));
  }
}
