package dev.retinagate.image.webp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodeGroupsTest {

  private static final int WIDTH = 96;
  private static final int HEIGHT = 64;

  /** RIFF header and the chunk's own. */
  private static final int CONTENT_OFFSET = 20;

  @Test
  void readsWhatAnEncoderHasWritten() throws IOException {
    assertThat(CodeGroups.count(lossless(), WIDTH, HEIGHT).orElseThrow()).isBetween(1, 100);
  }

  @Test
  void survivesAnyDamage() throws IOException {
    byte[] content = new byte[lossless().remaining()];
    lossless().get(content);
    Random random = new Random(14);
    int counted = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] mutant = content.clone();
      mutant[5 + random.nextInt(Math.min(120, mutant.length - 5))] = (byte) random.nextInt(256);
      int length = random.nextInt(4) == 0 ? 5 + random.nextInt(100) : mutant.length;

      var groups = CodeGroups.count(ByteBuffer.wrap(mutant, 0, length), WIDTH, HEIGHT);

      counted += groups.isPresent() ? 1 : 0;
      groups.ifPresent(count -> assertThat(count).isBetween(1, 65_536));
    }
    assertThat(counted).isBetween(1, 2_999);
  }

  private static ByteBuffer lossless() throws IOException {
    try (InputStream in =
        CodeGroupsTest.class.getResourceAsStream("/pictures/formats/lossless.webp")) {
      byte[] file = in.readAllBytes();
      return ByteBuffer.wrap(file, CONTENT_OFFSET, file.length - CONTENT_OFFSET).slice();
    }
  }
}
