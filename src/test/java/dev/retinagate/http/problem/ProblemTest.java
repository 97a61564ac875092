package dev.retinagate.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.PictureException.Reason;
import dev.retinagate.http.problem.Failure.NotAdmitted;
import dev.retinagate.http.problem.Failure.NotAdmitted.Why;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemTest {

  static Stream<Arguments> statuses() {
    return Stream.of(
        Arguments.of(new Failure.BadParameter("x"), 400),
        Arguments.of(new Failure.MalformedRequest("x"), 400),
        Arguments.of(new Failure.NoPicture("x"), 400),
        Arguments.of(new Failure.BadPicture(Reason.EMPTY, "x"), 400),
        Arguments.of(new Failure.BadPicture(Reason.UNDECODABLE, "x"), 400),
        Arguments.of(new Failure.NotFound(), 404),
        Arguments.of(new Failure.NoSuchModel("x", List.of("y")), 404),
        Arguments.of(new Failure.MethodNotAllowed("GET"), 405),
        Arguments.of(new Failure.UploadStalled(Duration.ofSeconds(1)), 408),
        Arguments.of(new Failure.UploadTooSlow(1_024), 408),
        Arguments.of(new Failure.UploadDisplaced(), 408),
        Arguments.of(new Failure.UploadTooLong(Duration.ofMinutes(1)), 408),
        Arguments.of(new Failure.BodyTooLarge(1), 413),
        Arguments.of(new Failure.FieldTooLarge("x"), 413),
        Arguments.of(new Failure.PictureTooLarge("x"), 413),
        Arguments.of(new Failure.OfProtocol(ProblemType.NOT_AUTHENTICATED, "X", "x"), 401),
        Arguments.of(new Failure.NoKey(Optional.empty()), 401),
        Arguments.of(new Failure.UnknownKey(), 401),
        Arguments.of(new Failure.UriTooLong(), 414),
        Arguments.of(new Failure.EncodedBody("gzip"), 415),
        Arguments.of(new Failure.FieldTooLarge("x"), 413),
        Arguments.of(new Failure.BadPicture(Reason.UNSUPPORTED_FORMAT, "x"), 415),
        Arguments.of(new Failure.BadPicture(Reason.TOO_MANY_PIXELS, "x"), 422),
        Arguments.of(new Failure.BadPicture(Reason.TOO_SMALL, "x"), 422),
        Arguments.of(new Failure.BadPicture(Reason.TOO_MUCH_WORK, "x"), 422),
        Arguments.of(new Failure.BadPicture(Reason.BEYOND_DECODER, "x"), 422),
        Arguments.of(new Failure.HeadersTooLarge(), 431),
        Arguments.of(new Failure.EngineFailed(), 500),
        Arguments.of(new Failure.Unexpected(), 500),
        Arguments.of(new NotAdmitted(Why.FULL, new RetryAfter(1)), 503),
        Arguments.of(new Failure.DeadlinePassed(), 504));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void givesEveryFailureItsStatus(Failure failure, int status) {
    Problem problem = Problem.of(failure);

    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.type().title()).isNotBlank();
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
  @EnumSource(Reason.class)
  void passesOnWhatTheDecoderSaysOfThePicture(Reason reason) {
    assertThat(Problem.of(new Failure.BadPicture(reason, "Send another.")).detail())
        .isEqualTo("Send another.");
  }

  @ParameterizedTest
  @EnumSource(Why.class)
  void everyRefusalSaysHowLongToWait(Why why) {
    Problem problem = Problem.of(new NotAdmitted(why, new RetryAfter(2)));

    assertThat(problem.status()).isEqualTo(why == Why.OVER_RATE ? 429 : 503);
    assertThat(problem.headers()).containsEntry("Retry-After", "2");
    assertThat(problem.detail()).endsWith(" Send the request again in 2 s.");
  }

  @Test
  void namesTheMethodsThatAreAllowed() {
    assertThat(Problem.of(new Failure.MethodNotAllowed("GET, HEAD")).headers())
        .containsEntry("Allow", "GET, HEAD");
  }

  @Test
  void writesLimitsInTheUnitsThatTheyAreConfiguredIn() {
    assertThat(Problem.of(new Failure.BodyTooLarge(20 << 20)).detail()).contains(" 20 MiB,");
    assertThat(Problem.of(new Failure.BodyTooLarge(1_500)).detail()).contains(" 1500 bytes,");
    assertThat(Problem.of(new Failure.UploadTooSlow(1 << 10)).detail()).contains(" 1 KiB a second");
    assertThat(Problem.of(new Failure.UploadStalled(Duration.ofSeconds(10))).detail())
        .contains(" 10 s.");
    assertThat(Problem.of(new Failure.UploadTooLong(Duration.ofMillis(1_500))).detail())
        .contains(" 1500 ms.");
  }
}
