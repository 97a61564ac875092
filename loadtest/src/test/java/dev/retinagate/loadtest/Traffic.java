package dev.retinagate.loadtest;

import static io.gatling.javaapi.core.CoreDsl.ByteArrayBody;
import static io.gatling.javaapi.core.CoreDsl.InputStreamBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.responseTimeInMillis;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests of a run; the outcome of each is counted in {@link Outcomes}. */
final class Traffic {

  /** Kinds of the probes' requests in {@link Outcomes}. */
  static final String HEALTH = "health";

  static final String MANAGEMENT = "management";

  private static final int PROBES_PER_SECOND = 10;
  private static final int NO_RETRY_AFTER = 0;
  private static final String STATUS = "status";
  private static final String LATENCY = "latencyMs";
  private static final String TYPE = "type";
  private static final String BYTES = "bytes";
  private static final String RETRY_AFTER = "retryAfter";

  private final Outcomes outcomes;
  private final URI managementUrl;

  Traffic(Outcomes outcomes, URI managementUrl) {
    this.outcomes = outcomes;
    this.managementUrl = managementUrl;
  }

  /**
   * Sends a picture.
   *
   * @param kind that the request is counted under
   * @param statuses that are no error to Gatling
   */
  ChainBuilder detect(String kind, Picture picture, Integer... statuses) {
    return counted(
        kind,
        http(kind)
            .post("/detect")
            .header("Content-Type", picture.type())
            .body(ByteArrayBody(picture.bytes())),
        statuses);
  }

  /** Sends the next of some pictures; all users share the turn. */
  ChainBuilder detectInTurn(String kind, List<Picture> pictures, Integer... statuses) {
    AtomicInteger next = new AtomicInteger();
    return exec(session -> {
          Picture picture = pictures.get(next.getAndIncrement() % pictures.size());
          return session.set(TYPE, picture.type()).set(BYTES, picture.bytes());
        })
        .exec(
            counted(
                kind,
                http(kind)
                    .post("/detect")
                    .header("Content-Type", "#{" + TYPE + "}")
                    .body(ByteArrayBody(session -> session.get(BYTES))),
                statuses));
  }

  /** Sends a picture without a Content-Length, in chunks. */
  ChainBuilder detectChunked(String kind, Picture picture, Integer... statuses) {
    return counted(
        kind,
        http(kind)
            .post("/detect")
            .header("Content-Type", picture.type())
            .body(InputStreamBody(session -> new ByteArrayInputStream(picture.bytes()))),
        statuses);
  }

  /** Whether the last request was refused because the node was full. */
  static boolean isRefused(Session session) {
    return session.contains(STATUS) && session.getInt(STATUS) == Measurement.FULL;
  }

  /** The last answer's Retry-After. */
  static Duration retryAfter(Session session) {
    return session.contains(RETRY_AFTER)
        ? Duration.ofSeconds(Long.parseLong(session.getString(RETRY_AFTER)))
        : Duration.ofSeconds(NO_RETRY_AFTER);
  }

  /** Pictures at a steady rate, whatever their outcome: the open model. */
  PopulationBuilder open(
      String kind, ChainBuilder requests, double perSecond, Duration delay, Duration duration) {
    return scenario(kind)
        .exec(requests)
        .injectOpen(nothingFor(delay), constantUsersPerSec(perSecond).during(duration));
  }

  /** The same with one picture; each request may be refused. */
  PopulationBuilder open(
      String kind, Picture picture, double perSecond, Duration delay, Duration duration) {
    return open(
        kind, detect(kind, picture, Measurement.OK, Measurement.FULL), perSecond, delay, duration);
  }

  /** Clients that each send the next picture when the last is answered: the closed model. */
  static PopulationBuilder closed(
      String kind, ChainBuilder requests, int clients, Duration duration) {
    return scenario(kind).exec(during(duration).on(requests)).injectOpen(atOnceUsers(clients));
  }

  /** Probes of the traffic port. */
  PopulationBuilder healthProbes(Duration delay, Duration duration) {
    return probes(HEALTH, "/health", delay, duration);
  }

  /** Probes of the management port. */
  PopulationBuilder managementProbes(Duration delay, Duration duration) {
    return probes(MANAGEMENT, managementUrl.resolve("/health/ready").toString(), delay, duration);
  }

  private PopulationBuilder probes(String kind, String url, Duration delay, Duration duration) {
    return open(kind, counted(kind, http(kind).get(url), 200), PROBES_PER_SECOND, delay, duration);
  }

  private ChainBuilder counted(String kind, HttpRequestActionBuilder request, Integer... statuses) {
    return exec(session -> session.removeAll(STATUS, LATENCY, RETRY_AFTER))
        .exec(
            request
                .check(status().saveAs(STATUS))
                .check(responseTimeInMillis().saveAs(LATENCY))
                .check(header("Retry-After").optional().saveAs(RETRY_AFTER))
                .check(status().in(statuses)))
        .exec(session -> count(kind, session));
  }

  private Session count(String kind, Session session) {
    boolean answered = session.contains(STATUS);
    outcomes.record(
        kind,
        answered ? session.getInt(STATUS) : Outcomes.NO_ANSWER,
        answered ? session.getInt(LATENCY) : 0);
    return session;
  }
}
