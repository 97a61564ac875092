package dev.retinagate.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WebpFileTest {

  private static final byte BEFORE = (byte) 0xaa;

  /** The decoder reads what is behind the chunk, and the memory may be another picture's. */
  @Test
  void writesEachByteThatTheDecoderIsGiven() throws Exception {
    byte[] chunk = {0x2f, 15, (byte) 0xc0, 3, 0};
    ByteBuffer bytes = ByteBuffer.allocate(20 + chunk.length + 1).order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(12 + chunk.length + 1)
        .put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII));
    bytes.putInt(chunk.length).put(chunk).put((byte) 7).flip();
    byte[] memory = new byte[64];
    Arrays.fill(memory, BEFORE);
    ByteBuffer out = ByteBuffer.wrap(memory);

    new WebpFile(bytes).copyTo(out);

    assertThat(out.position()).isGreaterThan(20 + chunk.length);
    assertThat(Arrays.copyOfRange(memory, 20, 20 + chunk.length)).isEqualTo(chunk);
    assertThat(Arrays.copyOfRange(memory, 20 + chunk.length, out.position())).containsOnly(0);
    assertThat(memory[out.position()]).isEqualTo(BEFORE);
  }
}
