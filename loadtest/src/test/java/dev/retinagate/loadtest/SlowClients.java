package dev.retinagate.loadtest;

import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.pause;

import io.gatling.javaapi.core.ChainBuilder;
import java.time.Duration;

/**
 * A few normal clients in a closed loop: without, beside, and again without 500 clients that upload
 * a byte a second. Slow uploads have to be cut, and normal clients must not suffer.
 */
public final class SlowClients extends Measurement {

  private static final double MIN_GOODPUT = 0.95;
  private static final String CUT = "408";
  private static final String WARM_UP = "warm-up";
  private static final String BEFORE = "before";
  private static final String BESIDE = "beside";
  private static final String AFTER = "after";

  private final Picture picture = pictures.camera();
  private final int clients = settings.capacityClients();
  private final Duration cutWithin = Duration.ofSeconds(Integer.getInteger("slowCutSeconds", 30));
  private final int slowClients = Integer.getInteger("slowClients", 500);
  private final SlowUploaders first = slowOnes();
  private final SlowUploaders slow = slowOnes();

  {
    Duration part = settings.duration();
    if (part.compareTo(cutWithin) <= 0) {
      throw new IllegalArgumentException(
          "seconds ("
              + part.toSeconds()
              + ") must exceed slowCutSeconds, "
              + cutWithin.toSeconds());
    }
    setUp(
            withProbes(
                settings.warmUp(),
                part.multipliedBy(3),
                Traffic.closed(WARM_UP, beside(first, WARM_UP), clients, settings.warmUp())
                    .andThen(
                        Traffic.closed(BEFORE, without(first, BEFORE), clients, part)
                            .andThen(
                                Traffic.closed(BESIDE, beside(slow, BESIDE), clients, part)
                                    .andThen(
                                        Traffic.closed(
                                            AFTER, without(slow, AFTER), clients, part))))))
        .protocols(ownConnections())
        .assertions(global().failedRequests().count().is(0L));
  }

  private ChainBuilder normal(String kind) {
    return traffic
        .detect(kind, picture, OK, FULL)
        .exec(doIf(Traffic::isRefused).then(pause(Traffic::retryAfter)));
  }

  private ChainBuilder beside(SlowUploaders uploaders, String kind) {
    return exec(session -> {
          uploaders.start();
          return session;
        })
        .exec(normal(kind));
  }

  private ChainBuilder without(SlowUploaders uploaders, String kind) {
    return exec(session -> {
          uploaders.stop();
          return session;
        })
        .exec(normal(kind));
  }

  private SlowUploaders slowOnes() {
    return new SlowUploaders(
        settings.baseUrl(),
        slowClients,
        Duration.ofSeconds(Integer.getInteger("slowReturnSeconds", 5)));
  }

  @Override
  void judge() {
    first.stop();
    slow.stop();
    SlowUploaders.Report report = slow.report();
    double without = (outcomes.perSecond(BEFORE, OK) + outcomes.perSecond(AFTER, OK)) / 2;
    figures(BEFORE);
    figures(BESIDE);
    figures(AFTER);
    report.endsByStatus().forEach((end, count) -> result.figure("slow." + end, count));
    result.figure("slow.uploadsBegun", report.begun());
    result.figure("slowClients", slowClients);
    result.atLeast(
        "goodput beside the slow / without", outcomes.perSecond(BESIDE, OK) / without, MIN_GOODPUT);
    result.atLeast("slow ones at a time", report.maxAtATime(), slowClients);
    result.atLeast("slow ones cut (408)", report.endsByStatus().getOrDefault(CUT, 0), slowClients);
    result.atMost("slow ones never cut or refused", report.neverEnded(), 0);
    result.atMost("longest slow upload, s", report.maxSeconds(), cutWithin.toSeconds());
    judgeProbes();
    judgeDrained();
  }
}
