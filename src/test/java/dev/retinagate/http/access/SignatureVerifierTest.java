package dev.retinagate.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retinagate.config.AccessKeys;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.ProblemType;
import io.vertx.core.MultiMap;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.params.Aws4SignerParams;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;

/** Requests are signed by the signer of Amazon's own SDK. */
class SignatureVerifierTest {

  private static final Instant NOW = Instant.parse("2026-11-26T23:59:00Z");
  private static final String REGION = "eu-central-1";
  private static final String BODY = "{\"Image\":{\"Bytes\":\"Y2F0\"}}";

  @TempDir private Path folder;
  private AccessKeys keys;

  @BeforeEach
  void writeKeys() throws Exception {
    keys = AccessKeys.read(Files.writeString(folder.resolve("keys"), "AKID secret/+1"));
  }

  @Test
  void passesWhatTheSdkHasSigned() {
    assertThatCode(() -> verify(signed().headers(), BODY)).doesNotThrowAnyException();
    assertThatCode(() -> anyRegion().check(signed().headers(), Optional.empty(), null))
        .doesNotThrowAnyException();
  }

  @Test
  void takesTheAuthorityOfHttp2ForTheHost() {
    MultiMap headers = signed().headers().remove("Host");

    assertThatCode(() -> verify(headers, BODY, Optional.of("gate:8080")))
        .doesNotThrowAnyException();
    assertRefused(headers, BODY, "InvalidSignatureException");
  }

  @Test
  void refusesAnotherSecretBodyOrHeader() {
    assertRefused(new Signing().secret("secret/+2").headers(), BODY, "InvalidSignatureException");
    assertRefused(signed().headers(), BODY + " ", "InvalidSignatureException");
    assertRefused(signed().headers().set("Host", "gate"), BODY, "InvalidSignatureException");
    assertRefused(
        signed().headers().set("X-Amz-Target", "RekognitionService.Other"),
        BODY,
        "InvalidSignatureException");
  }

  @ParameterizedTest
  @CsvSource({"-301, Signature expired", "301, Signature not yet current"})
  void refusesAClockThatIsMoreThanFiveMinutesOff(long seconds, String words) {
    Failure failure =
        refusal(new Signing().at(NOW.plusSeconds(seconds)).headers(), BODY, Optional.empty());

    assertThat(failure.code()).contains("InvalidSignatureException");
    assertThat(failure.detail()).contains(words).contains("20261126T235900Z");
  }

  @ParameterizedTest
  @ValueSource(longs = {-300, 300})
  void passesAClockThatIsFiveMinutesOff(long seconds) {
    assertThatCode(() -> verify(new Signing().at(NOW.plusSeconds(seconds)).headers(), BODY))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAnotherRegionServiceOrDay() {
    assertRefused(new Signing().region("us-east-1").headers(), BODY, "InvalidSignatureException");
    assertRefused(new Signing().service("s3").headers(), BODY, "InvalidSignatureException");
    MultiMap headers = signed().headers();
    headers.set("Authorization", headers.get("Authorization").replace("/20261126/", "/20261125/"));
    assertRefused(headers, BODY, "InvalidSignatureException");
  }

  @Test
  void refusesAKeyThatIsNotKnown() {
    assertRefused(new Signing().id("OTHER").headers(), BODY, "UnrecognizedClientException");
  }

  @Test
  void refusesARequestThatIsNotSigned() {
    assertRefused(
        signed().headers().remove("Authorization"), BODY, "MissingAuthenticationTokenException");
  }

  @Test
  void refusesAQueryWhichTheSignatureWouldNotCover() {
    FailedRequest failed =
        catchThrowableOfType(
            FailedRequest.class,
            () -> verifier().check(signed().headers(), Optional.empty(), "a=b"));

    assertThat(failed.failure().detail()).contains("has a query");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AWS4-HMAC-SHA256 | Basic",
        "Credential=AKID/ | Credential=",
        "/aws4_request | /aws5_request",
        "Credential= | Other=",
        "Credential= | Signature=x, Credential=",
        "SignedHeaders= | SignedHeaders",
        "host; | ''",
        ";x-amz-date | ''",
        ";x-amz-target | ''"
      })
  void refusesAHeaderThatIsIncomplete(String part, String other) {
    MultiMap headers = signed().headers();
    String authorization = headers.get("Authorization");
    assertThat(authorization).contains(part);

    assertRefused(
        headers.set("Authorization", authorization.replace(part, other)),
        BODY,
        "IncompleteSignatureException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"host;host;", "host;Host;"})
  void refusesAHeaderThatIsSignedTwice(String names) {
    MultiMap headers = signed().headers();
    String authorization = headers.get("Authorization").replace("host;", names);
    assertThat(authorization).contains(names);

    Failure failure = refusal(headers.set("Authorization", authorization), BODY, Optional.empty());

    assertThat(failure.code()).contains("IncompleteSignatureException");
    assertThat(failure.detail()).contains("name each header once");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "20261126T235900", "20261326T235900Z"})
  void refusesADateThatIsNone(String date) {
    assertRefused(signed().headers().set("X-Amz-Date", date), BODY, "IncompleteSignatureException");
  }

  private SignatureVerifier verifier() {
    return new SignatureVerifier(
        keys, "rekognition", Optional.of(REGION), InstantSource.fixed(NOW));
  }

  private SignatureVerifier anyRegion() {
    return new SignatureVerifier(keys, "rekognition", Optional.empty(), InstantSource.fixed(NOW));
  }

  private void verify(MultiMap headers, String body) throws FailedRequest {
    verify(headers, body, Optional.empty());
  }

  private void verify(MultiMap headers, String body, Optional<String> authority)
      throws FailedRequest {
    byte[] hash = PendingSignature.newBodyDigest().digest(body.getBytes(StandardCharsets.UTF_8));
    verifier().check(headers, authority, null).verify(HexFormat.of().formatHex(hash));
  }

  private void assertRefused(MultiMap headers, String body, String code) {
    assertThat(refusal(headers, body, Optional.empty()).code()).contains(code);
  }

  private Failure refusal(MultiMap headers, String body, Optional<String> authority) {
    FailedRequest failed =
        catchThrowableOfType(FailedRequest.class, () -> verify(headers, body, authority));
    assertThat(failed).as("not refused").isNotNull();
    assertThat(failed.failure().type()).isEqualTo(ProblemType.NOT_AUTHENTICATED);
    assertThat(failed.failure().detail()).doesNotContain("secret/+");
    return failed.failure();
  }

  private static Signing signed() {
    return new Signing();
  }

  /** What a client signs. */
  private static final class Signing {

    private String id = "AKID";
    private String secret = "secret/+1";
    private String region = REGION;
    private String service = "rekognition";
    private Instant at = NOW;

    Signing id(String other) {
      id = other;
      return this;
    }

    Signing secret(String other) {
      secret = other;
      return this;
    }

    Signing region(String other) {
      region = other;
      return this;
    }

    Signing service(String other) {
      service = other;
      return this;
    }

    Signing at(Instant other) {
      at = other;
      return this;
    }

    MultiMap headers() {
      SdkHttpFullRequest request =
          SdkHttpFullRequest.builder()
              .method(SdkHttpMethod.POST)
              .protocol("http")
              .host("gate")
              .port(8080)
              .encodedPath("/")
              .putHeader("X-Amz-Target", "RekognitionService.DetectLabels")
              .putHeader("Content-Type", "application/x-amz-json-1.1")
              .putHeader("X-Blanks", "  a   b ")
              .contentStreamProvider(
                  () -> new ByteArrayInputStream(BODY.getBytes(StandardCharsets.UTF_8)))
              .build();
      SdkHttpFullRequest signed =
          Aws4Signer.create()
              .sign(
                  request,
                  Aws4SignerParams.builder()
                      .awsCredentials(AwsBasicCredentials.create(id, secret))
                      .signingName(service)
                      .signingRegion(Region.of(region))
                      .signingClockOverride(Clock.fixed(at, ZoneOffset.UTC))
                      .build());
      MultiMap headers = MultiMap.caseInsensitiveMultiMap();
      signed.headers().forEach(headers::add);
      return headers;
    }
  }
}
