package dev.retinagate.image.sweep;

import dev.retinagate.detection.PictureException;
import dev.retinagate.image.DecodedPicture;
import dev.retinagate.image.PictureDecoder;
import dev.retinagate.image.PictureHeader;
import dev.retinagate.image.PictureLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a picture cost a worker.
 *
 * @param millis time of the processor
 * @param bytes memory that was added at the peak, with the picture's own bytes
 * @param answer the decoded size, or the reason of the refusal
 */
record Cost(double millis, long bytes, String answer) {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path PEAK_RESET = Path.of("/proc/self/clear_refs");
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double NANOS_PER_MILLI = 1e6;

  static boolean canBeMeasured() {
    return Files.isWritable(PEAK_RESET) && Files.isReadable(STATUS);
  }

  /** Decodes whole, which costs most. */
  static Cost of(byte[] bytes) {
    ByteBuffer picture = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    System.gc();
    try {
      Files.writeString(PEAK_RESET, "5");
      long before = memory("VmRSS:");
      long begun = THREADS.getCurrentThreadCpuTime();
      String answer = decode(picture);
      double millis = (THREADS.getCurrentThreadCpuTime() - begun) / NANOS_PER_MILLI;
      return new Cost(millis, memory("VmHWM:") - before + bytes.length, answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String decode(ByteBuffer picture) {
    try {
      PictureHeader header = PictureHeader.read(picture, PictureLimits.DEFAULT);
      try (DecodedPicture decoded = PictureDecoder.decode(picture, header, 1)) {
        return decoded.width() + "x" + decoded.height();
      }
    } catch (PictureException e) {
      return e.reason().toString();
    }
  }

  boolean isDecoded() {
    return Character.isDigit(answer.charAt(0));
  }

  /**
   * The least of two measurements of the same picture: other processes add time, and the collector,
   * which may let the heap grow at any moment, adds memory.
   */
  Cost least(Cost other) {
    return new Cost(Math.min(millis, other.millis), Math.min(bytes, other.bytes), answer);
  }

  private static long memory(String key) throws IOException {
    String line =
        Files.readAllLines(STATUS).stream()
            .filter(l -> l.startsWith(key))
            .findFirst()
            .orElseThrow();
    return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
  }
}
