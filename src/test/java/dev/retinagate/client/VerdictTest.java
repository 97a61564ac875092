package dev.retinagate.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "200,, ANSWERED",
    "400, bad-parameter, ANSWERED",
    "413, body-too-large, ANSWERED",
    "415, unsupported-format, ANSWERED",
    "500, engine-failed, ANSWERED",
    "404,, ANSWERED",
    "408, upload-stalled, FULL",
    "429,, FULL",
    "503, full, FULL",
    "503, no-time, FULL",
    "504, deadline-passed, FULL",
    "503, draining, AWAY",
    "503, starting, AWAY",
    "503, no-worker, AWAY",
    "503,, AWAY",
    "502,, AWAY",
    "504,, AWAY",
  })
  void aPictureIsDoneOrTriedAgainByTheNodesProblem(int status, String kind, Verdict.Kind expected) {
    JsonObject json =
        kind == null ? null : new JsonObject().put("type", "urn:retinagate:problem:" + kind);

    assertThat(Verdict.on(new Reply(status, null, json), NOW).kind()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 3",
    "' 3 ', 3",
    "0, 0",
    "-5, 0",
    "soon, 0",
    "86400, 300",
    "99999999999999999999, 0",
    "'Thu, 26 Nov 2026 12:00:09 GMT', 9",
    "'Thu, 26 Nov 2026 11:00:00 GMT', 0",
  })
  void retryAfterIsSecondsOrADateAndFiveMinutesAtMost(String header, int seconds) {
    assertThat(Verdict.on(new Reply(429, header, null), NOW).retryAfter())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void withoutRetryAfterTheNodeAsksForNoWait() {
    assertThat(Verdict.on(new Reply(429, null, null), NOW).retryAfter()).isZero();
  }
}
