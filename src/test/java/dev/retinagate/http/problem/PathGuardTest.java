package dev.retinagate.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathGuardTest {

  @ParameterizedTest
  @ValueSource(strings = {"/", "/detect", "/%20", "/a%2Fb%aF", "//"})
  void acceptsPathsThatCanBeDecoded(String path) {
    assertThat(PathGuard.isWellFormed(path)).isTrue();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "*", "detect", "/%", "/%2", "/%zz", "/%2g", "/%%20"})
  void refusesPathsThatCannotBeDecoded(String path) {
    assertThat(PathGuard.isWellFormed(path)).isFalse();
  }
}
