package dev.retinagate.client.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.client.StubServer;
import dev.retinagate.client.Timers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cameras are paths of a stub server; the period is so short that a test need not wait for it. */
class CameraInputsTest {

  private static final Buffer JPEG =
      Buffer.buffer("\u00ff\u00d8picture of now".getBytes(StandardCharsets.ISO_8859_1));

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Timers timers = Timers.of(context);
  private final HttpClient http = CameraRedirects.client(vertx, new PoolOptions());
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private boolean broken;

  private final StubServer server =
      new StubServer(
          (request, body) -> {
            switch (request.path()) {
              case "/good" -> request.response().end(JPEG);
              case "/html" ->
                  request
                      .response()
                      .putHeader("Content-Type", "text/html; charset=utf-8")
                      .end("<!DOCTYPE html><title>Log in</title>");
              case "/text" ->
                  request.response().putHeader("Content-Type", "text/plain").end("no picture");
              case "/nothing" -> request.response().end();
              case "/video" ->
                  request
                      .response()
                      .setChunked(true)
                      .putHeader("Content-Type", "multipart/x-mixed-replace; boundary=b")
                      .write("--b\r\n");
              case "/secret" -> {
                String user = request.getHeader("Authorization");
                if ("Basic bmFtZTpwYXNz".equals(user)) {
                  request.response().end(JPEG);
                } else {
                  request.response().setStatusCode(401).end();
                }
              }
              case "/moved" ->
                  request.response().setStatusCode(302).putHeader("Location", "/secret").end();
              case "/away" ->
                  request
                      .response()
                      .setStatusCode(302)
                      .putHeader("Location", request.getParam("to") + "/secret")
                      .end();
              case "/nowhere" ->
                  request.response().setStatusCode(302).putHeader("Location", "ftp:x").end();
              case "/sometimes" -> {
                if (broken) {
                  request.response().setStatusCode(500).end();
                } else {
                  request.response().end(JPEG);
                }
              }
              case "/slow" -> request.response().setChunked(true).write("\u00ff");
              default -> request.response().setStatusCode(404).end();
            }
          });

  @AfterEach
  void close() {
    server.close();
    await(vertx.close());
  }

  @Test
  void aPictureIsOfNowAndUnderTheAddressOfItsCamera() {
    Input input = await(camera("/good").fetch());
    assertThat(input.fault()).isNull();
    assertThat(input.bytes()).isEqualTo(JPEG);
    assertThat(input.name()).isEqualTo(server.uri() + "/good");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /html    | it answers a page (HTML), not a picture; is a login needed, as in http://name:password@host/?
          /text    | it answers no JPEG, PNG, WebP or BMP but text/plain
          /nothing | it answers nothing
          /video   | it answers a video stream; use the address of its still picture
          /secret  | it wants a name and password, as in http://name:password@host/
          /nowhere | it answers with status 302
          /none    | it answers with status 404
          /slow    | it has not answered within 300 ms
          """)
  void aCameraWithoutAPictureSaysWhatItGivesInstead(String path, String reason) {
    assertThat(await(camera(path).fetch()).fault().detail()).isEqualTo(reason);
  }

  @Test
  void aCameraThatIsGoneIsAFault() {
    Camera gone =
        new Camera(http, URI.create("http://127.0.0.1:1/x"), Duration.ofSeconds(5), timers);
    assertThat(await(gone.fetch()).fault().detail()).startsWith("it cannot be asked: ");
  }

  @Test
  void theNameOfACameraHasNoPassword() {
    URI address = URI.create(server.uri().toString().replace("//", "//name:pass@") + "/secret");
    Input input = await(new Camera(http, address, Duration.ofSeconds(5), timers).fetch());
    assertThat(input.fault()).isNull();
    assertThat(input.name()).isEqualTo(server.uri() + "/secret");
  }

  @Test
  void aPasswordFollowsARedirectOnTheSameHostOnly() {
    List<String> passwords = new CopyOnWriteArrayList<>();
    try (StubServer other =
        new StubServer(
            (request, body) -> {
              passwords.add(String.valueOf(request.getHeader("Authorization")));
              request.response().end(JPEG);
            })) {
      assertThat(await(camera("/moved", "name:pass@").fetch()).fault()).isNull();
      Input away = await(camera("/away?to=" + other.uri(), "name:pass@").fetch());

      assertThat(away.fault()).isNull();
      assertThat(passwords).containsExactly("null");
    }
  }

  private Camera camera(String path, String user) {
    URI address = URI.create(server.uri().toString().replace("//", "//" + user) + path);
    return new Camera(http, address, Duration.ofSeconds(5), timers);
  }

  @Test
  void aSlowCameraDelaysNoOtherAndIsToldOnce() {
    CameraInputs inputs = inputs("/slow", "/good");
    List<Input> got = take(inputs, 60);

    assertThat(got).filteredOn(input -> input.name().endsWith("/good")).hasSizeGreaterThan(50);
    assertThat(got).filteredOn(input -> input.name().endsWith("/slow")).hasSizeLessThan(2);
  }

  @Test
  void aFaultIsToldWhenItBeginsAndItsEndOnce() {
    broken = true;
    CameraInputs inputs = inputs("/sometimes", "/good");
    List<Input> during = take(inputs, 10);
    broken = false;
    List<Input> after = take(inputs, 10);

    assertThat(during).filteredOn(input -> input.fault() != null).hasSize(1);
    assertThat(after).allSatisfy(input -> assertThat(input.fault()).isNull());
    assertThat(notices).containsExactly(server.uri() + "/sometimes gives pictures again.");
  }

  @Test
  void aRefusalOfTheNodeIsSaidOnceAndItsEnd() {
    CameraInputs inputs = inputs("/good");
    for (int i = 0; i < 5; i++) {
      inputs.answered(true);
    }
    for (int i = 0; i < 50; i++) {
      inputs.answered(false);
    }
    assertThat(notices)
        .containsExactly(
            "The node is full: the cameras are asked more seldom.",
            "The node keeps up: the cameras are asked as often as wanted.");
  }

  @Test
  void stoppingEndsTheWaitForTheNextPicture() {
    CameraInputs inputs = inputs("/slow");
    Promise<Boolean> empty = Promise.promise();
    context.runOnContext(
        ignored -> {
          inputs.next().onSuccess(next -> empty.complete(next.isEmpty()));
          inputs.stop();
        });
    assertThat(await(empty.future())).isTrue();
  }

  private CameraInputs inputs(String... paths) {
    List<Camera> cameras = new ArrayList<>();
    for (String path : paths) {
      cameras.add(camera(path));
    }
    return new CameraInputs(cameras, Duration.ofMillis(1), timers, notices::add);
  }

  private Camera camera(String path) {
    return new Camera(
        http,
        URI.create(server.uri() + path),
        Duration.ofMillis(path.equals("/slow") ? 300 : 20_000),
        timers);
  }

  private List<Input> take(CameraInputs inputs, int count) {
    List<Input> got = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Promise<Input> next = Promise.promise();
      context.runOnContext(
          ignored -> inputs.next().map(input -> input.orElseThrow()).onComplete(next));
      got.add(await(next.future()));
    }
    return got;
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
