package dev.retinagate.http.rekognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.PictureException.Reason;
import dev.retinagate.http.problem.ErrorReply;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.Failure.NotAdmitted;
import dev.retinagate.http.problem.Failure.NotAdmitted.Why;
import dev.retinagate.http.problem.Problem;
import dev.retinagate.http.problem.ProblemType;
import dev.retinagate.http.problem.RetryAfter;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RekognitionErrorsTest {

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(new Failure.BadParameter("x"), 400, "InvalidParameterException"),
        Arguments.of(new Failure.NoPicture("x"), 400, "InvalidParameterException"),
        Arguments.of(new Failure.FieldTooLarge("x"), 400, "InvalidParameterException"),
        Arguments.of(new Failure.MalformedRequest("x"), 400, "SerializationException"),
        Arguments.of(new Failure.EncodedBody("gzip"), 400, "SerializationException"),
        Arguments.of(bad(Reason.UNDECODABLE), 400, "InvalidImageFormatException"),
        Arguments.of(bad(Reason.UNSUPPORTED_FORMAT), 400, "InvalidImageFormatException"),
        Arguments.of(bad(Reason.TOO_SMALL), 400, "InvalidParameterException"),
        Arguments.of(bad(Reason.TOO_MANY_PIXELS), 400, "ImageTooLargeException"),
        Arguments.of(new Failure.BodyTooLarge(1), 400, "ImageTooLargeException"),
        Arguments.of(new Failure.PictureTooLarge("x"), 400, "ImageTooLargeException"),
        Arguments.of(
            new Failure.UploadStalled(Duration.ofSeconds(1)), 408, "RequestTimeoutException"),
        Arguments.of(new NotAdmitted(Why.FULL, new RetryAfter(1)), 503, "ThrottlingException"),
        Arguments.of(new NotAdmitted(Why.DRAINING, new RetryAfter(1)), 503, "InternalServerError"),
        Arguments.of(new Failure.DeadlinePassed(), 503, "ThrottlingException"),
        Arguments.of(new Failure.EngineFailed(), 500, "InternalServerError"),
        Arguments.of(
            new Failure.OfProtocol(ProblemType.BAD_PARAMETER, "InvalidS3ObjectException", "x"),
            400,
            "InvalidS3ObjectException"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void namesAFailureAsAmazonDoes(Failure failure, int status, String name) {
    ErrorReply reply = RekognitionErrors.FORM.render(Problem.of(failure), "id-1");

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.mediaType()).isEqualTo("application/x-amz-json-1.1");
    assertThat(reply.headers()).containsEntry("x-amzn-RequestId", "id-1");
    JsonObject body = reply.body().toJsonObject();
    assertThat(body.fieldNames()).containsExactly("__type", "Message");
    assertThat(body.getString("__type")).isEqualTo(name);
    assertThat(body.getString("Message")).isEqualTo(failure.detail());
  }

  /** The SDKs try again after a 5xx: what the client did wrong must not be one. */
  @ParameterizedTest
  @EnumSource(ProblemType.class)
  void staysInTheClassOfTheStatus(ProblemType type) {
    Problem problem = new Problem(type, "x", Optional.empty(), Map.of());

    assertThat(RekognitionErrors.FORM.render(problem, "id-1").status() / 100)
        .isEqualTo(type.status() / 100);
  }

  private static Failure bad(Reason reason) {
    return new Failure.BadPicture(reason, "x");
  }
}
