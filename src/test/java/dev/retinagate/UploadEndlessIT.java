package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.client.StubServer;
import dev.retinagate.support.JarNode;
import dev.retinagate.support.JarRun;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code upload --watch} and {@code --every} of the packaged jar, up to their signal. The node is a
 * stub, so that what reaches it is known to the byte: each picture has its label in a comment.
 */
@Timeout(600)
class UploadEndlessIT {

  /** JPEG's start of image, and a comment of four letters behind it (T.81, B.2.4.5). */
  private static final byte[] HEAD = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xFE, 0, 6};

  private static final int LABEL_LENGTH = 4;

  /** From one look at a folder to the next, and one more for a busy machine. */
  private static final long SOME_LOOKS_MILLIS = 1500;

  @TempDir private Path folder;
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final List<String> damaged = new CopyOnWriteArrayList<>();
  private byte[] rest;
  private Path out;

  @BeforeEach
  void begin() throws IOException {
    byte[] picture = JarNode.picture("chelsea.jpg");
    rest = Arrays.copyOfRange(picture, 2, picture.length);
    out = folder.resolve("out.jsonl");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aSignalIsFollowedByTheAnswerOfThePictureUnderWayAndByTheStatusOfTheRun(int status)
      throws Exception {
    int underWay = 3;
    try (StubServer server =
        new StubServer(
            (request, body) -> {
              if (request.path().equals("/still.jpg")) {
                request.response().end(picture("same"));
              } else if (sent(body) == underWay) {
                // Long behind the signal, which comes as soon as this picture is here.
                Vertx.currentContext().owner().setTimer(1000, id -> end(request, status));
              } else {
                end(request, status);
              }
            })) {
      JarRun run =
          upload(server, server.uri() + "/still.jpg", "--every", "100ms")
              .stopWhen(() -> sent.size() == underWay)
              .run();

      assertThat(run.status()).as(run.err()).isEqualTo(status);
      assertThat(run.err()).isEmpty();
      assertThat(sent).hasSize(underWay);
      assertThat(Files.readAllLines(out)).hasSize(underWay);
    }
  }

  @Test
  void aFolderThatIsWrittenToMeanwhileHasEachWholePictureSentOnce() throws Exception {
    Path watched = Files.createDirectory(folder.resolve("watched"));
    Path first = write(watched.resolve("first.jpg"), "frst");
    try (StubServer node = node()) {
      CompletableFuture<JarRun> run =
          upload(node, watched.toString(), "--watch").stopWhen(() -> sent.contains("last")).start();
      awaitSent("frst");

      for (int i = 0; i < 20; i++) {
        write(watched.resolve("w%02d.jpg".formatted(i)), "w-%02d".formatted(i));
      }
      for (int i = 0; i < 3; i++) {
        writeHalf(watched.resolve("half" + i + ".jpg"), "hlf" + i);
      }
      Path deleted = writeHalf(watched.resolve("deleted.jpg"), "gone");
      Path part = write(watched.resolve("part.jpg.part"), "part");
      Path early = write(watched.resolve("early.jpg"), "erly");
      Files.move(early, watched.resolve("early-renamed.jpg"));
      // The writer's pause is what is tested: no event tells of a picture that is not sent.
      Thread.sleep(SOME_LOOKS_MILLIS);
      // Before anything new is made: it could have the number of the file that is deleted.
      Files.delete(deleted);
      for (int i = 0; i < 3; i++) {
        finish(watched.resolve("half" + i + ".jpg"), "hlf" + i);
      }
      Files.move(part, watched.resolve("part.jpg"));
      awaitSent("w-00", "w-01", "w-19", "hlf0", "hlf1", "hlf2", "part", "erly");

      Files.move(first, watched.resolve("first-renamed.jpg"));
      Files.delete(watched.resolve("w01.jpg"));
      Files.move(
          write(watched.resolve("new.part"), "anew"),
          watched.resolve("w00.jpg"),
          StandardCopyOption.REPLACE_EXISTING);
      // By name behind all others: what would be sent again is sent before it.
      write(watched.resolve("z.jpg"), "last");

      JarRun told = run.get(120, TimeUnit.SECONDS);
      assertThat(told.status()).as(told.err()).isZero();
      assertThat(told.err().lines())
          .containsExactly(watched.resolve("deleted.jpg") + " was deleted before it was sent.");
    }
    assertThat(damaged).isEmpty();
    assertThat(sent)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    IntStream.range(0, 20).mapToObj("w-%02d"::formatted),
                    Stream.of("frst", "hlf0", "hlf1", "hlf2", "part", "erly", "anew", "last"))
                .toList());
    assertThat(answers().map(line -> line.getString("requestId")).toList()).isEqualTo(sent);
  }

  @Test
  void camerasThatAreGoneOrSlowOrAnswerPagesAreSaidOnceAndHoldUpNoOther() throws Exception {
    int pictures = 30;
    int[] taken = {0};
    try (StubServer server =
        new StubServer(
            (request, body) -> {
              switch (request.path()) {
                case "/good.jpg" -> request.response().end(picture("p%03d".formatted(taken[0]++)));
                case "/page.jpg" ->
                    request
                        .response()
                        .putHeader("Content-Type", "text/html")
                        .end("<!DOCTYPE html><title>Log in</title>");
                case "/slow.jpg" -> request.response().setChunked(true).write("\u00ff");
                default -> {
                  sent(body);
                  end(request, 0);
                }
              }
            })) {
      JarRun run =
          upload(
                  server,
                  server.uri() + "/good.jpg",
                  server.uri() + "/page.jpg",
                  server.uri() + "/slow.jpg",
                  "http://127.0.0.1:1/gone.jpg",
                  "--every",
                  "100ms")
              .stopWhen(() -> sent.size() >= pictures && problems().count() == 3)
              .run();

      assertThat(run.status()).as(run.err()).isEqualTo(1);
      assertThat(run.err()).isEmpty();
    }
    assertThat(damaged).isEmpty();
    assertThat(sent)
        .isEqualTo(IntStream.range(0, sent.size()).mapToObj("p%03d"::formatted).toList());
    assertThat(problems())
        .extracting(line -> Path.of(line.getString("name")).getFileName().toString())
        .containsExactlyInAnyOrder("page.jpg", "slow.jpg", "gone.jpg");
    assertThat(answers()).hasSize(sent.size() + 3);
  }

  private JarRun.Builder upload(StubServer node, String... arguments) throws IOException {
    return new JarRun.Builder("upload", "--url", node.uri().toString()).and(arguments).outTo(out);
  }

  private StubServer node() {
    return new StubServer(
        (request, body) -> {
          sent(body);
          end(request, 0);
        });
  }

  /** Notes a picture that has reached the node, and gives how many have. */
  private int sent(Buffer body) {
    String label = labelOf(body);
    if (!body.equals(picture(label))) {
      damaged.add(label);
    }
    sent.add(label);
    return sent.size();
  }

  /** The answer after which a run ends with this status. */
  private void end(HttpServerRequest request, int status) {
    if (status == 1) {
      StubServer.refuse(request.response(), 422, "undecodable-picture");
    } else {
      request
          .response()
          .end(
              new JsonObject()
                  .put("requestId", sent.get(sent.size() - 1))
                  .put("assessment", new JsonObject().put("alert", status == 2))
                  .encode());
    }
  }

  private Stream<JsonObject> answers() {
    try {
      // What is being written has no end of line yet.
      String written = Files.readString(out);
      return written.substring(0, written.lastIndexOf('\n') + 1).lines().map(JsonObject::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<JsonObject> problems() {
    return answers().filter(line -> line.containsKey("problem"));
  }

  private void awaitSent(String... labels) throws InterruptedException {
    while (!sent.containsAll(List.of(labels))) {
      Thread.sleep(20);
    }
  }

  private Buffer picture(String label) {
    return Buffer.buffer(HEAD).appendString(label).appendBytes(rest);
  }

  private static String labelOf(Buffer picture) {
    return new String(
        picture.getBytes(HEAD.length, HEAD.length + LABEL_LENGTH), StandardCharsets.US_ASCII);
  }

  private Path write(Path file, String label) throws IOException {
    return Files.write(file, picture(label).getBytes());
  }

  private Path writeHalf(Path file, String label) throws IOException {
    return Files.write(file, picture(label).getBytes(0, rest.length / 2));
  }

  private void finish(Path file, String label) throws IOException {
    byte[] whole = picture(label).getBytes();
    Files.write(
        file, Arrays.copyOfRange(whole, rest.length / 2, whole.length), StandardOpenOption.APPEND);
  }
}
