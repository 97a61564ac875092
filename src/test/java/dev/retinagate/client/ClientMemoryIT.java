package dev.retinagate.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client over the wire for as long as a leak of a few bytes a picture would be seen. */
class ClientMemoryIT {

  private static final int EARLY = 10_000;
  private static final int PICTURES = 100_000;
  private static final int PICTURE_BYTES = 20_000;
  private static final int WINDOW = 64;

  /** Less than 24 bytes, the smallest object with a field, for each picture between. */
  private static final long MAX_GROWTH = 2 << 20;

  private final Vertx node = Vertx.vertx();
  private final Vertx vertx = Vertx.vertx();
  private int given;
  private int answered;
  private long early;

  @AfterEach
  void close() {
    await(vertx.close());
    await(node.close());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theHeapIsAsLargeAfterAHundredThousandPicturesAsAfterTenThousand(boolean http2) {
    RetinagateClient client =
        new RetinagateClient(
            vertx,
            ClientOptions.of(URI.create("http://127.0.0.1:" + stub().actualPort()))
                .withWindow(WINDOW)
                .withHttp2(http2));

    await(client.detectAll(() -> Future.succeededFuture(next()), this::take));

    assertThat(answered).isEqualTo(PICTURES);
    assertThat(heapBytes() - early).as("growth over " + early).isLessThan(MAX_GROWTH);
    await(client.close());
  }

  private Optional<Picture> next() {
    return given == PICTURES
        ? Optional.empty()
        : Optional.of(new Picture("" + given++, Buffer.buffer(new byte[PICTURE_BYTES])));
  }

  private Future<Void> take(Picture picture, Answer answer) {
    assertThat(answer.isDone()).isTrue();
    answered++;
    if (answered == EARLY) {
      early = heapBytes();
    }
    return Future.succeededFuture();
  }

  /** Remembers nothing, as StubServer does. */
  private HttpServer stub() {
    return await(
        node.createHttpServer()
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body -> StubServer.answer(request.response(), Buffer.buffer("seen"))))
            .listen(0, "127.0.0.1"));
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(5, TimeUnit.MINUTES).join();
  }
}
