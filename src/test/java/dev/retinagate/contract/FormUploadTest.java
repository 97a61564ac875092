package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.assertProblem;
import static dev.retinagate.contract.DetectTest.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a form while it comes. */
class FormUploadTest {

  private static final String FORM = "Content-Type: multipart/form-data; boundary=B\r\n";

  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    node = new TestNode(Map.of("http.upload-grace", "1m"));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void isRefusedForLackOfAPlaceOnly() throws Exception {
    RawClient late = node.client().send(head(900_000));
    node.awaitInside(0, 1);
    fillThePlaces();

    late.send(part("a", "c".repeat(20_000)));

    assertProblem(late.response(), 503, "full");
    assertThat(node.metrics())
        .contains("retinagate_rejected_total{reason=\"full\"} 1.0")
        .doesNotContain("reason=\"no_bytes\"");
  }

  /** The first reservation is full to the byte when the line turns out to be no boundary. */
  @Test
  void keepsEveryByteOfALineThatBeginsLikeABoundary() throws Exception {
    String[] pieces = {"x".repeat(8_192), "x".repeat(8_188) + "\r\n--", "y"};
    RawClient client =
        node.client()
            .send(
                "POST /detect HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n"
                    + FORM
                    + "\r\n");
    client.send(chunk("--B\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\n"));
    for (String piece : pieces) {
      client.send(chunk(piece));
    }
    client.send(chunk("\r\n--B--\r\n") + chunk(""));

    assertThat(client.response().status()).isEqualTo(200);
    assertThat(node.detectors().nextBegun()).isEqualTo(String.join("", pieces));
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  @Test
  void isRefusedAsAWholeIfNoPictureFindsAPlace() throws Exception {
    String body = part("a", "cat") + part("b", "cat") + "--B--\r\n";
    RawClient late = node.client().send(head(body.length()));
    node.awaitInside(0, 1);
    fillThePlaces();

    late.send(body);

    RawClient.Response refused = late.response();
    assertProblem(refused, 503, "full");
    assertThat(refused.header("Retry-After")).isNotNull();
  }

  @Test
  void isCountedAsWhatItWasAnsweredIfItCannotBeUnderstood() throws Exception {
    String body = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + "x".repeat(5_000);

    RawClient.Response response = node.client().post("/detect", FORM, body).response();

    assertThat(response.status()).isEqualTo(400);
    node.awaitHealth(report -> answered(400) == 1);
    assertThat(answered(499)).isZero();
  }

  @Test
  void takesAPlaceForEachPictureOnlyWhenAllIsHere() throws Exception {
    RawClient client = node.client();

    client.send(head(9_000) + part("a", "cat") + part("b", "cat"));

    node.awaitInside(0, 1);
    client.close();
    node.awaitNothingHeld();
  }

  private void fillThePlaces() throws Exception {
    String picture = "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: 100000\r\n\r\n";
    for (int i = 0; i < TestNode.PERMITS; i++) {
      node.client().send(picture + "c".repeat(20_000));
    }
    node.awaitInside(TestNode.PERMITS, TestNode.PERMITS + 1);
  }

  private int answered(int status) {
    try {
      return Pattern.compile("retinagate_requests_total\\{.*status=\"" + status + "\".*} ([0-9]+)")
          .matcher(node.metrics())
          .results()
          .mapToInt(found -> Integer.parseInt(found.group(1)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String head(int length) {
    return "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: " + length + "\r\n" + FORM + "\r\n";
  }
}
