package dev.retinagate.image.jpeg;

import java.nio.ByteBuffer;

/**
 * The coded data of a scan: stretches between restarts. What a stretch holds is for the subclass;
 * here is how stretches follow each other and how each has to end.
 */
abstract class ScanData {

  private static final int RESTARTS = 8;

  private final Frame frame;
  private final Scan scan;
  private final ByteBuffer in;
  private final BitReader bits;

  ScanData(JpegPicture picture, Scan scan) {
    this.frame = picture.frame();
    this.scan = scan;
    this.in = picture.in();
    this.bits = new BitReader(in);
  }

  /**
   * Reads all of it.
   *
   * @return whether it is whole: codes that exist, as many as there are blocks, restarts in their
   *     order
   */
  final boolean isWhole() {
    int mcus = scan.mcus(frame);
    int interval = scan.restartInterval() == 0 ? mcus : scan.restartInterval();
    int from = scan.from();
    int restart = 0;
    for (int mcu = 0; mcu < mcus; mcu += interval) {
      bits.begin(from);
      if (!read(bits, mcu, Math.min(mcus, mcu + interval)) || !isEndInOrder()) {
        return false;
      }
      if (mcu + interval < mcus) {
        if (Marker.codeAt(in, bits.end()) != Marker.FIRST_RESTART + restart) {
          return false;
        }
        from = Marker.behind(in, bits.end());
        restart = (restart + 1) % RESTARTS;
      }
    }
    return true;
  }

  /** Where the data end that were read. */
  final int end() {
    return bits.unread();
  }

  /**
   * Bytes may be left: encoders pad, and where the end marker is missing a trailer follows at once.
   * But when something in the middle is damaged, decoding gets out of step and comes in step again,
   * and then the rest of the picture is what is left.
   */
  private boolean isEndInOrder() {
    if (bits.isOverdrawn()) {
      return false;
    }
    if (!bits.hasBytesLeft()) {
      return true;
    }
    return bits.isPadded() && (bits.isRestUniform() || !isMoreOfTheSame());
  }

  private boolean isMoreOfTheSame() {
    BitReader rest = bits.copy();
    while (rest.hasBytesLeft()) {
      if (!readOn(rest) || rest.isOverdrawn()) {
        return false;
      }
    }
    return rest.isPadded();
  }

  /**
   * Reads MCUs of one stretch.
   *
   * @return false if a code does not exist or stands for too much, or if data are missing
   */
  abstract boolean read(BitReader stretch, int firstMcu, int endMcu);

  /**
   * Reads one MCU more, behind the last one, and keeps nothing of it.
   *
   * @return false if there is none, or if it cannot be told
   */
  abstract boolean readOn(BitReader rest);

  final Frame frame() {
    return frame;
  }

  final Scan scan() {
    return scan;
  }
}
