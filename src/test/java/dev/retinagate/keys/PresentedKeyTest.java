package dev.retinagate.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PresentedKeyTest {

  @Test
  void isInEitherHeader() {
    assertThat(PresentedKey.of(List.of("Bearer rg_a"), List.of())).contains("rg_a");
    assertThat(PresentedKey.of(List.of("bEARER  rg_a "), List.of())).contains("rg_a");
    assertThat(PresentedKey.of(List.of(), List.of(" rg_a "))).contains("rg_a");
    assertThat(PresentedKey.of(List.of("Bearer rg_a"), List.of("rg_a"))).contains("rg_a");
  }

  @Test
  void isNotOfAnotherScheme() {
    assertThat(PresentedKey.of(List.of("Basic rg_a", "rg_b"), List.of())).isEmpty();
    assertThat(PresentedKey.of(List.of("Basic rg_a"), List.of("rg_b"))).contains("rg_b");
  }

  @Test
  void isNoneIfTwoDiffer() {
    assertThat(PresentedKey.of(List.of("Bearer rg_a"), List.of("rg_b"))).contains("");
    assertThat(PresentedKey.of(List.of(), List.of("rg_a", "rg_b"))).contains("");
  }
}
