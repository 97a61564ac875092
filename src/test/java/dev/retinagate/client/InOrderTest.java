package dev.retinagate.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InOrderTest {

  private final List<Promise<String>> works = new ArrayList<>();
  private final List<Integer> delivered = new ArrayList<>();

  @Test
  void resultsComeInTheOrderOfTheItemsWhicheverIsDoneFirst() {
    Future<Void> end = run(3, numbers(3), Future.succeededFuture());
    works.get(2).complete("");
    works.get(1).complete("");
    assertThat(delivered).isEmpty();
    works.get(0).complete("");

    assertThat(delivered).containsExactly(0, 1, 2);
    assertThat(end.succeeded()).isTrue();
  }

  @Test
  void aSlowFirstItemHoldsAllBehindTheWindowBack() {
    run(3, numbers(10), Future.succeededFuture());
    works.get(1).complete("");
    works.get(2).complete("");
    assertThat(works).hasSize(3);
    works.get(0).complete("");
    assertThat(works).hasSize(6);
  }

  @Test
  void aSlowSinkHoldsTheSourceBack() {
    Promise<Void> written = Promise.promise();
    run(2, numbers(10), written.future());
    works.get(0).complete("");
    assertThat(works).hasSize(2);
    written.complete();
    assertThat(works).hasSize(3);
  }

  @Test
  void aFailureEndsTheRunBehindWhatWasDoneBeforeIt() {
    Future<Void> end = run(3, numbers(10), Future.succeededFuture());
    works.get(1).fail("boom");
    works.get(2).complete("");
    assertThat(end.isComplete()).isFalse();
    works.get(0).complete("");

    assertThat(delivered).containsExactly(0);
    assertThat(end.cause()).hasMessage("boom");
  }

  @Test
  void aFailureOfTheSourceEndsTheRunBehindWhatItGave() {
    Deque<Future<Optional<Integer>>> source = new ArrayDeque<>();
    source.add(Future.succeededFuture(Optional.of(0)));
    source.add(Future.failedFuture("gone"));
    Future<Void> end = run(3, source::poll, Future.succeededFuture());
    works.get(0).complete("");

    assertThat(delivered).containsExactly(0);
    assertThat(end.cause()).hasMessage("gone");
  }

  @Test
  void aCallbackThatThrowsEndsTheRun() {
    Future<Void> end =
        new InOrder<Integer, String>(
                1,
                numbers(1),
                item -> {
                  throw new IllegalStateException("thrown");
                },
                (item, result) -> Future.succeededFuture())
            .run();

    assertThat(end.cause()).hasMessage("thrown");
  }

  /** Counts buffers and not bytes of the process: the first thousand must be gone half way. */
  @Test
  void memoryIsFlatOverAHundredThousandPictures() {
    int pictures = 100_000;
    int window = 64;
    Random random = new Random(1);
    List<Promise<Reply>> open = new ArrayList<>();
    Transport node =
        new Transport() {
          @Override
          public Future<Reply> send(Buffer picture) {
            Promise<Reply> reply = Promise.promise();
            open.add(reply);
            return reply.future();
          }

          @Override
          public Future<Void> close() {
            return Future.succeededFuture();
          }
        };
    ClientOptions options = ClientOptions.of(URI.create("http://node")).withWindow(window);
    SendQueue queue = new SendQueue(options, node, new ManualTimers(), random);
    List<WeakReference<Buffer>> first = new ArrayList<>();
    int[] count = new int[3]; // given, delivered, most held
    Future<Void> end =
        new InOrder<Buffer, Answer>(
                window,
                () -> {
                  if (count[0] == pictures) {
                    return Future.succeededFuture(Optional.empty());
                  }
                  Buffer picture = Buffer.buffer(new byte[64]);
                  if (count[0] < 1000) {
                    first.add(new WeakReference<>(picture));
                  }
                  count[0]++;
                  count[2] = Math.max(count[2], count[0] - count[1]);
                  return Future.succeededFuture(Optional.of(picture));
                },
                queue::send,
                (picture, answer) -> {
                  count[1]++;
                  return Future.succeededFuture();
                })
            .run();
    while (!end.isComplete()) {
      if (count[1] >= pictures / 2 && !first.isEmpty()) {
        System.gc();
        assertThat(first).allSatisfy(reference -> assertThat(reference.get()).isNull());
        first.clear();
      }
      open.remove(random.nextInt(open.size())).complete(new Reply(200, null, new JsonObject()));
    }

    assertThat(end.succeeded()).isTrue();
    assertThat(count[1]).isEqualTo(pictures);
    assertThat(count[2]).isEqualTo(window);
    assertThat(first).isEmpty();
  }

  private Future<Void> run(
      int window, Supplier<Future<Optional<Integer>>> source, Future<Void> written) {
    return new InOrder<Integer, String>(
            window,
            source,
            item -> {
              Promise<String> promise = Promise.promise();
              works.add(promise);
              return promise.future();
            },
            (item, result) -> {
              delivered.add(item);
              return written;
            })
        .run();
  }

  private static Supplier<Future<Optional<Integer>>> numbers(int end) {
    Deque<Integer> left = new ArrayDeque<>(IntStream.range(0, end).boxed().toList());
    return () -> Future.succeededFuture(Optional.ofNullable(left.poll()));
  }
}
