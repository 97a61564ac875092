package dev.retinagate.client.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.client.ManualTimers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over a real folder; time passes by hand, half a second a look. */
@Timeout(20)
class WatchInputsTest {

  private static final Path PICTURE =
      Path.of("src", "test", "resources", "pictures", "chelsea.jpg");

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final ManualTimers timers = new ManualTimers();
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private WatchInputs inputs;

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void whatIsThereComesFirstAndThenEachNewPictureOnce() throws IOException {
    Path a = Files.copy(PICTURE, folder.resolve("a.jpg"));
    Files.writeString(folder.resolve("notes.txt"), "no picture");
    start();
    assertThat(nameOf(next())).isEqualTo(a.toString());

    Files.copy(PICTURE, folder.resolve("b.jpg.part"));
    Path b = Files.move(folder.resolve("b.jpg.part"), folder.resolve("b.jpg"));
    Files.move(a, folder.resolve("renamed.jpg"));
    assertThat(nameOf(next())).isEqualTo(b.toString());

    Path c = Files.copy(PICTURE, folder.resolve("c.jpg"));
    assertThat(nameOf(next())).as("the renamed one is not sent again").isEqualTo(c.toString());
    assertThat(notices).isEmpty();
  }

  @Test
  void aFolderThatIsGoneForAWhileIsSaidOnceAndNothingIsSentAgain() throws IOException {
    Path watched = Files.createDirectory(folder.resolve("watched"));
    Files.copy(PICTURE, watched.resolve("a.jpg"));
    inputs = inputs(watched);
    next();

    Future<Optional<Input>> waiting = ask();
    Path away = Files.move(watched, folder.resolve("away"));
    looksUntilNotices(1);
    Files.move(away, watched);
    looksUntilNotices(2);
    Path b = Files.copy(PICTURE, watched.resolve("b.jpg"));
    assertThat(nameOf(until(waiting))).isEqualTo(b.toString());
    assertThat(notices)
        .containsExactly(
            watched + " cannot be listed: there is no such file",
            "The folders can be listed again.");
  }

  @Test
  void stoppingEndsTheWait() {
    start();
    Future<Optional<Input>> waiting = ask();
    onContext(inputs::stop);
    assertThat(await(waiting)).isEmpty();
  }

  private void start() {
    inputs = inputs(folder);
  }

  private WatchInputs inputs(Path watched) {
    return new WatchInputs(List.of(watched), timers, new Blocking(context), notices::add);
  }

  private Input next() {
    return until(ask());
  }

  private Future<Optional<Input>> ask() {
    Promise<Optional<Input>> next = Promise.promise();
    context.runOnContext(ignored -> inputs.next().onComplete(next));
    return next.future();
  }

  /** Lets time pass, on the context, until the next picture has come. */
  private Input until(Future<Optional<Input>> next) {
    while (!next.isComplete()) {
      pass();
    }
    return await(next).orElseThrow();
  }

  private void looksUntilNotices(int count) {
    while (notices.size() < count) {
      pass();
    }
  }

  private void pass() {
    onContext(() -> timers.pass(Duration.ofMillis(500)));
  }

  private void onContext(Runnable task) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        ignored -> {
          task.run();
          done.complete();
        });
    await(done.future());
  }

  private static String nameOf(Input input) {
    return input.name();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
