package dev.retinagate.abuse;

import static dev.retinagate.abuse.Noise.between;
import static dev.retinagate.abuse.Noise.bytes;
import static dev.retinagate.abuse.Noise.oneOf;

import dev.retinagate.support.FormBody;
import dev.retinagate.support.JarNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Pictures made to cost a node much: time, memory, or its trust in their headers. */
final class PictureAttacks {

  private static final int RIFF_HEADER_BYTES = 12;
  private static final int BMP_HEADER_BYTES = 54;

  private PictureAttacks() {}

  static List<Kind> kinds() {
    return List.of(
        Kind.of("hostile jpeg", 500, random -> sent(random, HostileJpeg.of(random))),
        Kind.of("hostile png", 350, random -> sent(random, HostilePng.of(random))),
        Kind.of("hostile webp", 150, random -> sent(random, webp(random))),
        Kind.of("hostile bmp", 150, random -> sent(random, bmp(random))));
  }

  /** As the body or in a form, whatever the answer is to be. */
  private static Attack sent(Random random, byte[] picture) {
    String accept = oneOf(random, "application/json", "image/jpeg", "image/png");
    boolean inForm = random.nextInt(4) == 0;
    return Posts.of(
        random,
        inForm ? FormBody.CONTENT_TYPE : oneOf(random, "image/jpeg", "*/*"),
        accept,
        inForm ? new FormBody().file("image", "a.jpg", picture).bytes() : picture);
  }

  /** A length or a size changed, or chunks by the thousand. */
  private static byte[] webp(Random random) {
    byte[] webp =
        JarNode.picture("formats/" + oneOf(random, "lossy.webp", "lossless.webp", "alpha.webp"));
    ByteBuffer file = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
    switch (random.nextInt(4)) {
      case 0 -> file.putInt(4, oneOf(random, 0, -1, Integer.MAX_VALUE, between(random, 1, 999)));
      case 1 -> file.putInt(16, oneOf(random, 0, -1, Integer.MAX_VALUE, between(random, 1, 999)));
      case 2 -> file.putInt(between(random, 20, 30), oneOf(random, -1, 0x3fff_3fff, 0));
      default -> {
        return flooded(random, webp);
      }
    }
    return webp;
  }

  private static byte[] flooded(Random random, byte[] webp) {
    byte[] type =
        oneOf(random, "EXIF", "XMP ", "ANMF", "ALPH", "VP8X", "VP8L")
            .getBytes(StandardCharsets.US_ASCII);
    int chunks = between(random, 1, 20_000);
    ByteBuffer file =
        ByteBuffer.allocate(webp.length + chunks * (type.length + Integer.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(webp, 0, RIFF_HEADER_BYTES);
    for (int i = 0; i < chunks; i++) {
      file.put(type).putInt(0);
    }
    return file.put(webp, RIFF_HEADER_BYTES, webp.length - RIFF_HEADER_BYTES)
        .putInt(4, file.capacity() - 8)
        .array();
  }

  /** Sizes, offsets, palettes and run lengths that no honest writer makes. */
  private static byte[] bmp(Random random) {
    byte[] content = bytes(random, between(random, 0, 50_000));
    if (random.nextBoolean()) {
      // Run lengths: "move on" again and again.
      for (int i = 0; i + 4 <= content.length; i += 4) {
        content[i] = 0;
        content[i + 1] = 2;
      }
    }
    return ByteBuffer.allocate(BMP_HEADER_BYTES + content.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 'B')
        .put((byte) 'M')
        .putInt(BMP_HEADER_BYTES + content.length)
        .putInt(0)
        .putInt(oneOf(random, BMP_HEADER_BYTES, 0, -1, 1 << 20, Integer.MAX_VALUE))
        .putInt(oneOf(random, 40, 12, 108, 124, 0, -1))
        .putInt(side(random))
        .putInt(side(random))
        .putShort(oneOf(random, (short) 1, (short) 1, (short) 0, (short) 2))
        .putShort((short) (1 << random.nextInt(9)))
        .putInt(oneOf(random, 0, 1, 2, 3, 4, 5, 6, -1))
        .putInt(oneOf(random, 0, content.length, -1))
        .putLong(0)
        .putInt(oneOf(random, 0, 2, 256, 257, -1, Integer.MAX_VALUE))
        .putInt(0)
        .put(content)
        .array();
  }

  private static int side(Random random) {
    return random.nextBoolean()
        ? oneOf(random, 16, 64, 300)
        : oneOf(random, 0, 1, -1, 7_071, 30_000, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
