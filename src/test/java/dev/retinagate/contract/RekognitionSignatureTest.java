package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node with access keys: the SDKs sign, and see their own names of errors. */
class RekognitionSignatureTest {

  @TempDir private static Path folder;
  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    Path keys = Files.writeString(folder.resolve("keys"), "any any\nother secret\n");
    node =
        new TestNode(
            Map.of(
                "rekognition.credentials",
                keys.toString(),
                "rekognition.region",
                RekognitionSdkContract.REGION));
  }

  @AfterAll
  static void stop() throws Exception {
    node.close();
  }

  @Test
  void servesWhatTheSdksSign() throws Exception {
    byte[] large = "cat".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
    for (RekognitionSdkContract sdk : sdks()) {
      assertThat(sdk.call(endpoint(), RekognitionSdkContract.Call.of(large), false).labels())
          .contains("Cat");
    }
    node.awaitNothingHeld();
  }

  @ParameterizedTest
  @CsvSource({
    "any, wrong, eu-central-1, InvalidSignatureException",
    "nobody, any, eu-central-1, UnrecognizedClientException",
    "any, any, us-east-1, InvalidSignatureException"
  })
  void refusesTheSdksWithTheirOwnNames(String id, String secret, String region, String code)
      throws Exception {
    for (RekognitionSdkContract sdk : sdks()) {
      RekognitionSdkContract.Result result =
          sdk.call(
              endpoint(),
              RekognitionSdkContract.Call.of("cat"),
              false,
              new RekognitionSdkContract.Signer(id, secret, region));

      assertThat(result.code()).isEqualTo(code);
      assertThat(result.status()).isEqualTo(400);
    }
    node.awaitNothingHeld();
  }

  @Test
  void asksForASignatureBeforeTheBody() throws Exception {
    try (RawClient client = node.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: t\r\nX-Amz-Target: RekognitionService.DetectLabels\r\n"
              + "Expect: 100-continue\r\nContent-Length: 1000000\r\n\r\n");
      RawClient.Response response = client.response();

      assertThat(response.status()).isEqualTo(400);
      assertThat(response.text()).contains("\"__type\":\"MissingAuthenticationTokenException\"");
    }
  }

  @Test
  void asksOtherProtocolsForNone() throws Exception {
    try (RawClient client = node.client()) {
      assertThat(client.post("/detect", "", "cat").response().status()).isEqualTo(200);
    }
  }

  private static RekognitionSdkContract[] sdks() {
    return new RekognitionSdkContract[] {new RekognitionSdkV1Test(), new RekognitionSdkV2Test()};
  }

  private static String endpoint() {
    return "http://127.0.0.1:" + node.gateway().port();
  }
}
