package dev.retinagate.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

class DirectMemoryTest {

  private static final long MIB = 1 << 20;

  @Test
  void keepsAMarginForThePoolsOwnChunks() {
    assertThat(DirectMemory.hasRoom(MIB, 47 * MIB, 64 * MIB)).isTrue();
    assertThat(DirectMemory.hasRoom(MIB, 47 * MIB + 1, 64 * MIB)).isFalse();
  }

  @Test
  void takesWhatIsNotKnownForNothing() {
    assertThat(DirectMemory.hasRoom(MIB, -1, 2 * MIB)).isTrue();
  }

  @Test
  void thereIsSomeInThisJvm() {
    assertThat(DirectMemory.hasRoom(1)).isTrue();
    assertThat(DirectMemory.hasRoom(Long.MAX_VALUE / 2)).isFalse();
  }

  /** The bound counts what Netty's allocator counts: an internal counter of Netty. */
  @Test
  void countsWhatThePoolAllocates() {
    long before = DirectMemory.usedBytes();
    ByteBuf unpooled = PooledByteBufAllocator.DEFAULT.directBuffer(32 << 20);
    try {
      assertThat(DirectMemory.usedBytes() - before).isGreaterThanOrEqualTo(32 * MIB);
    } finally {
      unpooled.release();
    }
    assertThat(DirectMemory.maxBytes()).isPositive();
  }
}
