package dev.retinagate.client.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RhythmTest {

  private final Rhythm rhythm = new Rhythm(Duration.ofSeconds(10));

  @Test
  void refusalsMakeItSlowerUpToABoundAndAnswersBringItBack() {
    rhythm.answered(true);
    assertThat(rhythm.interval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(rhythm.isSlowed()).isTrue();
    for (int i = 0; i < 50; i++) {
      rhythm.answered(true);
    }
    assertThat(rhythm.interval()).isEqualTo(Duration.ofSeconds(160));
    for (int i = 0; i < 50; i++) {
      rhythm.answered(false);
    }
    assertThat(rhythm.interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(rhythm.isSlowed()).isFalse();
  }

  @Test
  void itIsNeverFasterThanWanted() {
    rhythm.answered(false);
    assertThat(rhythm.interval()).isEqualTo(Duration.ofSeconds(10));
  }
}
