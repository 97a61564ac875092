package dev.retinagate.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.PictureException.Reason;
import dev.retinagate.http.problem.Failure.NotAdmitted;
import dev.retinagate.http.problem.Failure.NotAdmitted.Why;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureMapperTest {

  static Stream<Arguments> statuses() {
    return Stream.of(
        Arguments.of(new Failure.BadParameter("x"), 400),
        Arguments.of(new Failure.MalformedRequest("x"), 400),
        Arguments.of(new Failure.NoPicture("x"), 400),
        Arguments.of(new Failure.BadPicture(Reason.EMPTY, "x"), 400),
        Arguments.of(new Failure.BadPicture(Reason.UNDECODABLE, "x"), 400),
        Arguments.of(new Failure.NotFound(), 404),
        Arguments.of(new Failure.MethodNotAllowed("GET"), 405),
        Arguments.of(new Failure.UploadStalled(Duration.ofSeconds(1)), 408),
        Arguments.of(new Failure.UploadTooSlow(1_024), 408),
        Arguments.of(new Failure.UploadTooLong(Duration.ofMinutes(1)), 408),
        Arguments.of(new Failure.BodyTooLarge(1), 413),
        Arguments.of(new Failure.UriTooLong(), 414),
        Arguments.of(new Failure.EncodedBody("gzip"), 415),
        Arguments.of(new Failure.FieldTooLarge("x"), 413),
        Arguments.of(new Failure.BadPicture(Reason.UNSUPPORTED_FORMAT, "x"), 415),
        Arguments.of(new Failure.BadPicture(Reason.TOO_MANY_PIXELS, "x"), 422),
        Arguments.of(new Failure.BadPicture(Reason.TOO_SMALL, "x"), 422),
        Arguments.of(new Failure.HeadersTooLarge(), 431),
        Arguments.of(new Failure.EngineFailed(), 500),
        Arguments.of(new Failure.Unexpected(), 500),
        Arguments.of(new NotAdmitted(Why.FULL, Duration.ZERO), 503),
        Arguments.of(new Failure.DeadlinePassed(), 504));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void givesEveryFailureItsStatus(Failure failure, int status) {
    Problem problem = FailureMapper.problem(failure);

    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.title()).isNotBlank();
    assertThat(problem.detail()).isNotBlank();
  }

  @Test
  void theTableAboveHasEveryKindOfFailure() {
    List<String> kinds =
        statuses().map(row -> row.get()[0].getClass().getSimpleName()).distinct().toList();

    assertThat(kinds)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Failure.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList());
  }

  @ParameterizedTest
  @EnumSource(Why.class)
  void everyRefusalSaysWhenToComeAgain(Why why) {
    Problem problem = FailureMapper.problem(new NotAdmitted(why, Duration.ofMillis(1_001)));

    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.headers()).containsEntry("Retry-After", "2");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "1000, 1", "1001, 2", "59999, 60"})
  void roundsTheWaitUpToWholeSeconds(long millis, String seconds) {
    assertThat(
            FailureMapper.problem(new NotAdmitted(Why.FULL, Duration.ofMillis(millis))).headers())
        .containsEntry("Retry-After", seconds);
  }

  @Test
  void tellsTheMethodsThatAreAllowed() {
    assertThat(FailureMapper.problem(new Failure.MethodNotAllowed("GET, HEAD")).headers())
        .containsEntry("Allow", "GET, HEAD");
  }
}
