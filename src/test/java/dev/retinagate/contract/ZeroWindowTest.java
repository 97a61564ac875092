package dev.retinagate.contract;

import static dev.retinagate.abuse.Http2Frames.DATA;
import static dev.retinagate.abuse.Http2Frames.END_HEADERS;
import static dev.retinagate.abuse.Http2Frames.END_STREAM;
import static dev.retinagate.abuse.Http2Frames.HEADERS;
import static dev.retinagate.support.TestNode.LARGE;
import static dev.retinagate.support.TestNode.LARGE_ANSWER_BYTES;

import dev.retinagate.abuse.Http2Frames;
import dev.retinagate.support.TestNode;
import dev.retinagate.support.Wire;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Answers that wait for the window of their HTTP/2 stream hold memory, and all of it is counted.
 */
@ParameterizedClass
@EnumSource(Wire.class)
class ZeroWindowTest {

  private static final String PNG = "image/png";
  private static final String JSON = "application/json";

  /** Far less than an answer in JSON. */
  private static final int MIN_JSON_BYTES = 100;

  /** Far more than an answer in JSON, and less than an upload reserves. */
  private static final int MAX_JSON_BYTES = 4_000;

  private static final int JSON_ANSWERS = 50;

  private final Wire wire;
  private TestNode node;
  private Socket socket;

  ZeroWindowTest(Wire wire) {
    this.wire = wire;
  }

  private void connect(Map<String, String> changes) throws Exception {
    node = new TestNode(changes, wire);
    socket = wire.connectHttp2(node.gateway().port());
    send(Http2Frames.begun().initialWindow(0));
  }

  @AfterEach
  void stop() throws Exception {
    socket.close();
    node.close();
  }

  @Test
  void countsAnAnnotatedAnswerUntilItsWindowIsOpened() throws Exception {
    connect(Map.of());
    send(post(1, PNG, LARGE));
    awaitBytes(bytes -> bytes == LARGE_ANSWER_BYTES);

    send(new Http2Frames().openWindow(1, LARGE_ANSWER_BYTES).openWindow(0, LARGE_ANSWER_BYTES));
    socket.getInputStream().readNBytes(LARGE_ANSWER_BYTES);

    node.awaitNothingHeld();
  }

  @Test
  void countsEachSmallAnswerUntilItsWindowIsOpened() throws Exception {
    connect(Map.of());
    for (int i = 0; i < JSON_ANSWERS; i++) {
      long before = node.bytesInFlight();
      send(post(2 * i + 1, JSON, "cat"));
      // One request after the other, so that none is refused: its reservation is over, too.
      awaitBytes(bytes -> isAnswerInJson(bytes - before));
    }

    for (int i = 0; i < JSON_ANSWERS; i++) {
      send(new Http2Frames().openWindow(2 * i + 1, LARGE_ANSWER_BYTES));
    }

    node.awaitNothingHeld();
  }

  @Test
  void givesUpAnswersWhoseWindowStaysClosedAndKeepsTheConnection() throws Exception {
    connect(Map.of("http.transfer-timeout", "300ms"));
    send(post(1, PNG, LARGE));
    send(post(3, JSON, "cat"));
    awaitBytes(bytes -> isAnswerInJson(bytes - LARGE_ANSWER_BYTES));

    node.awaitNothingHeld();

    send(post(5, JSON, "cat"));
    awaitBytes(ZeroWindowTest::isAnswerInJson);
  }

  @Test
  void givesTheMemoryBackWhenTheClientCancelsOrLeaves() throws Exception {
    connect(Map.of());
    send(post(1, PNG, LARGE));
    send(post(3, JSON, "cat"));
    awaitBytes(bytes -> isAnswerInJson(bytes - LARGE_ANSWER_BYTES));

    send(new Http2Frames().cancel(1));
    awaitBytes(ZeroWindowTest::isAnswerInJson);
    socket.close();

    node.awaitNothingHeld();
  }

  private static boolean isAnswerInJson(long bytes) {
    return bytes >= MIN_JSON_BYTES && bytes <= MAX_JSON_BYTES;
  }

  private void awaitBytes(LongPredicate asTheyShouldBe) throws IOException {
    node.awaitHealth(
        report -> {
          var admission = report.getJsonObject("admission");
          return admission.getInteger("inFlight") == 0
              && admission.getInteger("uploading") == 0
              && asTheyShouldBe.test(admission.getLong("bytesInFlight"));
        });
  }

  private static Http2Frames post(int stream, String accept, String picture) {
    return new Http2Frames()
        .frame(HEADERS, END_HEADERS, stream, Http2Frames.post("accept", accept))
        .frame(DATA, END_STREAM, stream, picture.getBytes(StandardCharsets.US_ASCII));
  }

  private void send(Http2Frames frames) throws IOException {
    socket.getOutputStream().write(frames.unfinished());
  }
}
