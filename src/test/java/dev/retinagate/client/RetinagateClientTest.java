package dev.retinagate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over the wire, to a stub server. */
class RetinagateClientTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void sendsTheBytesWithTheParametersAndGivesTheAnswer() {
    try (StubServer server = StubServer.echo()) {
      RetinagateClient client =
          client(
              ClientOptions.of(server.uri())
                  .withParameters(DetectionParameters.NONE.with("zone", "yard:0,0,1,0,1,1")));

      Answer answer = await(client.detect(Buffer.buffer("cat")));

      assertThat(answer.isDone()).isTrue();
      assertThat(answer.json().getString("requestId")).isEqualTo("cat");
      HttpServerRequest request = server.requests().get(0);
      assertThat(request.path()).isEqualTo("/detect");
      assertThat(request.getParam("zone")).isEqualTo("yard:0,0,1,0,1,1");
      assertThat(request.getHeader("Accept")).isEqualTo("application/json");
    }
  }

  @Test
  void speaksHttp2OverOneConnection() {
    try (StubServer server = StubServer.echo()) {
      RetinagateClient client =
          client(ClientOptions.of(server.uri()).withHttp2(true).withWindow(8));

      assertThat(detectAll(client, 20)).containsExactlyElementsOf(names(20));
      assertThat(server.requests())
          .allSatisfy(request -> assertThat(request.version()).isEqualTo(HttpVersion.HTTP_2));
      assertThat(server.requests().stream().map(HttpServerRequest::remoteAddress).distinct())
          .hasSize(1);
    }
  }

  @Test
  void everyPictureIsAnsweredOnceInOrderByAServerThatRefusesAndBreaks() {
    AtomicInteger count = new AtomicInteger();
    List<String> answered = new ArrayList<>();
    try (StubServer server =
        new StubServer(
            (request, body) -> {
              int number = count.incrementAndGet();
              if (number % 97 == 0) {
                request.connection().close();
              } else {
                answered.add(body.toString());
                StubServer.answer(request.response(), body);
              }
            })) {
      RetinagateClient client = client(ClientOptions.of(server.uri()).withWindow(16));

      assertThat(detectAll(client, 500)).containsExactlyElementsOf(names(500));
      assertThat(answered).containsExactlyInAnyOrderElementsOf(names(500));
    }
  }

  @Test
  void aWindowThatIsFullRefusesOneMore() {
    List<HttpServerRequest> waiting = new ArrayList<>();
    try (StubServer server = new StubServer((request, body) -> waiting.add(request))) {
      RetinagateClient client = client(ClientOptions.of(server.uri()).withWindow(2));
      client.detect(Buffer.buffer("a"));
      client.detect(Buffer.buffer("b"));

      assertThatThrownBy(() -> await(client.detect(Buffer.buffer("c"))))
          .hasRootCauseMessage("2 pictures are under way, as many as the window has");
    }
  }

  @Test
  void anAnswerWithoutAnEndIsCutAndCountsAsNone() {
    try (StubServer server =
        new StubServer(
            (request, body) ->
                request
                    .response()
                    .putHeader("Content-Length", "5000000")
                    .end(Buffer.buffer(new byte[5_000_000])))) {
      RetinagateClient client =
          client(ClientOptions.of(server.uri()).withGiveUpAfter(Duration.ofMillis(1)));

      assertThatThrownBy(() -> await(client.detect(Buffer.buffer("a"))))
          .hasMessageContaining("the answer is larger than 4194304 B");
    }
  }

  @Test
  void aNodeThatIsNotThereIsGivenUpOn() {
    RetinagateClient client =
        client(
            ClientOptions.of(URI.create("http://127.0.0.1:1"))
                .withGiveUpAfter(Duration.ofMillis(50)));

    assertThatThrownBy(() -> detectAll(client, 3))
        .hasCauseInstanceOf(NodeAwayException.class)
        .hasMessageContaining("http://127.0.0.1:1 has not answered for 0 s");
  }

  private RetinagateClient client(ClientOptions options) {
    return new RetinagateClient(vertx, options);
  }

  private static List<String> detectAll(RetinagateClient client, int pictures) {
    Deque<String> left = new ArrayDeque<>(names(pictures));
    List<String> delivered = new ArrayList<>();
    await(
        client.detectAll(
            () ->
                Future.succeededFuture(
                    Optional.ofNullable(left.poll())
                        .map(name -> new Picture(name, Buffer.buffer(name)))),
            (picture, answer) -> {
              assertThat(answer.json().getString("requestId")).isEqualTo(picture.name());
              delivered.add(picture.name());
              return Future.succeededFuture();
            }));
    return delivered;
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "picture-" + i).toList();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
