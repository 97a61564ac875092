package dev.retinagate.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Vert.x offers the memory of its buffers in an internal class only. */
class ViewsTest {

  @Test
  void aViewHasTheBytesOfTheBufferAndSharesItsMemory() {
    Buffer buffer = Buffer.buffer("catdog");

    ByteBuffer view = Views.view(buffer);
    buffer.setByte(3, (byte) 'f');

    assertThat(view).isEqualTo(ByteBuffer.wrap("catfog".getBytes(StandardCharsets.US_ASCII)));
    assertThat(view.isReadOnly()).isTrue();
  }

  @Test
  void aViewOfASliceHasTheBytesOfTheSliceOnly() {
    ByteBuffer view = Views.view(Buffer.buffer("catdog").slice(2, 5));

    assertThat(view.position()).isZero();
    assertThat(view).isEqualTo(ByteBuffer.wrap("tdo".getBytes(StandardCharsets.US_ASCII)));
  }
}
