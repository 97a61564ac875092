package dev.retinagate.client.upload;

import dev.retinagate.client.BoundedBody;
import dev.retinagate.client.FailureText;
import dev.retinagate.client.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * The still picture of a camera. Over Vert.x's own HTTP client, since an answer that never ends, as
 * that of a video stream, has to be cut: Web Client cannot.
 */
public final class Camera {

  /** As much as a node takes by default. */
  private static final int MAX_BYTES = 20 << 20;

  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final String VIDEO = "multipart/x-mixed-replace";

  private final HttpClient http;
  private final URI address;
  private final Duration patience;
  private final Timers timers;
  private final String name;

  /**
   * A camera.
   *
   * @param address of the picture, http or https; name and password before the host are sent as
   *     basic authentication
   * @param patience for the whole picture
   */
  public Camera(HttpClient http, URI address, Duration patience, Timers timers) {
    this.http = http;
    this.address = address;
    this.patience = patience;
    this.timers = timers;
    name = withoutPassword(address);
  }

  private static String withoutPassword(URI address) {
    String user = address.getRawUserInfo();
    return user == null ? address.toString() : address.toString().replace(user + "@", "");
  }

  /** Its address, without a password. */
  String name() {
    return name;
  }

  /** A picture of now, or the reason why there is none; never fails. */
  public Future<Input> fetch() {
    Promise<Input> promise = Promise.promise();
    Fetch fetch = new Fetch(promise);
    timers.after(patience, fetch::cut);
    fetch.begin();
    return promise.future();
  }

  private Input faulty(String reason) {
    return Input.faulty(name, name, timers.instant(), Fault.camera(reason));
  }

  /** One request. */
  private final class Fetch {

    /**
     * Null once it is complete: the timer of the patience must not hold a picture until it fires.
     */
    private Promise<Input> promise;

    private HttpClientRequest request;

    Fetch(Promise<Input> promise) {
      this.promise = promise;
    }

    void begin() {
      RequestOptions options =
          new RequestOptions()
              .setMethod(HttpMethod.GET)
              .setAbsoluteURI(name)
              .setFollowRedirects(true);
      String user = address.getUserInfo();
      if (user != null) {
        options.putHeader(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
      }
      http.request(options)
          .compose(
              opened -> {
                request = opened;
                return promise == null ? gone() : opened.send();
              })
          .compose(this::receive)
          .onComplete(this::complete, failure -> end(reason(failure)));
    }

    private Future<HttpClientResponse> gone() {
      request.reset();
      return Future.failedFuture("too late");
    }

    private Future<Input> receive(HttpClientResponse response) {
      // Vert.x logs the reset of an answer that nothing listens to as an error.
      response.exceptionHandler(ignored -> {});
      String type = response.getHeader("Content-Type");
      if (response.statusCode() == UNAUTHORIZED) {
        return refuse("it wants a name and password, as in http://name:password@host/");
      } else if (response.statusCode() != OK) {
        return refuse("it answers with status " + response.statusCode());
      } else if (type != null && type.startsWith(VIDEO)) {
        return refuse("it answers a video stream; use the address of its still picture");
      }
      BoundedBody body = new BoundedBody(MAX_BYTES);
      return response.pipeTo(body).map(ignored -> input(body.bytes(), type));
    }

    private Future<Input> refuse(String reason) {
      request.reset();
      return Future.succeededFuture(faulty(reason));
    }

    private Input input(Buffer bytes, String type) {
      byte[] head = bytes.getBytes(0, Math.min(bytes.length(), PictureSignature.HEAD_BYTES));
      return PictureSignature.isPicture(head)
          ? Input.of(name, name, timers.instant(), bytes)
          : faulty(PictureSignature.describe(bytes, type));
    }

    void cut() {
      end("it has not answered within " + patience.toMillis() + " ms");
    }

    private void end(String reason) {
      if (complete(faulty(reason)) && request != null) {
        request.reset();
      }
    }

    private boolean complete(Input input) {
      Promise<Input> waiting = promise;
      promise = null;
      return waiting != null && waiting.tryComplete(input);
    }

    private String reason(Throwable failure) {
      return "it cannot be asked: " + FailureText.of(failure);
    }
  }
}
