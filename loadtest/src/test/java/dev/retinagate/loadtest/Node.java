package dev.retinagate.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The gateway's state, as its management port reports it. */
final class Node {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final URI health;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** The node with this management listener. */
  Node(URI managementUrl) {
    health = managementUrl.resolve("/health");
  }

  /** Pictures that may wait for a worker. */
  int queueBound() {
    JsonNode report = report();
    return report.at("/admission/permits").asInt() - report.at("/workers/total").asInt();
  }

  /** Waits until no picture is in flight, or the given time is over; returns the last number. */
  int inFlightWithin(Duration bound) {
    return (int) noneWithin("/admission/inFlight", bound);
  }

  /** Waits until no bytes are reserved, or the given time is over; returns the last number. */
  long bytesInFlightWithin(Duration bound) {
    return noneWithin("/admission/bytesInFlight", bound);
  }

  private long noneWithin(String count, Duration bound) {
    long end = System.nanoTime() + bound.toNanos();
    long left = report().at(count).asLong();
    while (left > 0 && System.nanoTime() < end) {
      pause();
      left = report().at(count).asLong();
    }
    return left;
  }

  private JsonNode report() {
    HttpRequest request = HttpRequest.newBuilder(health).timeout(PATIENCE).build();
    try {
      return new ObjectMapper()
          .readTree(http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
