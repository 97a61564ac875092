package dev.retinagate.memory;

import static org.assertj.core.api.Assertions.assertThat;

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
}
