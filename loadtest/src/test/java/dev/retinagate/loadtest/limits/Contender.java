package dev.retinagate.loadtest.limits;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import com.netflix.concurrency.limits.limit.functions.Log10RootIntFunction;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/**
 * The ways of letting in that are compared. The adaptive ones begin where the fixed one stays, may
 * fall to one place a worker, so that nobody idles while others are refused, and rise to a ceiling.
 */
enum Contender {
  /** The gateway with its defaults: nobody waits longer than 30 s. */
  FIXED("fixed"),

  /** The same, told how long an answer is of use (X-Request-Timeout-Ms, deadline.default). */
  FIXED_TOLD("fixed, told tight") {
    @Override
    long patienceNanos(Scenario scenario) {
      return tightNanos(scenario) - Math.round(scenario.workload().meanNanos());
    }
  },

  /** The same, told that it is of use for half a second (RetinaNet: no sooner than above). */
  FIXED_TOLD_SOON("fixed, told 500 ms") {
    @Override
    long patienceNanos(Scenario scenario) {
      return Math.max(SOON.toNanos(), tightNanos(scenario))
          - Math.round(scenario.workload().meanNanos());
    }
  },

  /** The gateway with a shorter queue (admission.queue). */
  FIXED_SHORT("fixed, 3 a worker") {
    @Override
    AdmissionPolicy policy(Scenario scenario, int ceiling) {
      return new FixedBound(
          scenario.workers(), SHORT_QUEUE * scenario.workers(), patienceNanos(scenario));
    }
  },

  /** The library's defaults, on every picture. */
  VEGAS("vegas") {
    @Override
    AdmissionPolicy policy(Scenario scenario, int ceiling) {
      // It has no least limit of its own; the step is its default.
      return new AdaptiveBound(
          VegasLimit.newBuilder()
              .initialLimit(places(scenario))
              .maxConcurrency(ceiling * places(scenario))
              .decreaseFunction(
                  limit -> Math.max(scenario.workers(), limit - VEGAS_STEP.applyAsInt((int) limit)))
              .build());
    }
  },

  /** The library's defaults, on the mean of a window that holds at least ten pictures. */
  GRADIENT2("gradient2") {
    @Override
    AdmissionPolicy policy(Scenario scenario, int ceiling) {
      Limit gradient =
          Gradient2Limit.newBuilder()
              .initialLimit(places(scenario))
              .minLimit(scenario.workers())
              .maxConcurrency(ceiling * places(scenario))
              .build();
      // With the default second, RetinaNet would never fill a window, and nothing would adapt.
      long windowNanos =
          Math.max(
              TimeUnit.SECONDS.toNanos(1),
              Math.round(WINDOW_PICTURES * scenario.workload().meanNanos() / scenario.workers()));
      return new AdaptiveBound(
          WindowedLimit.newBuilder()
              .minWindowTime(windowNanos, TimeUnit.NANOSECONDS)
              .maxWindowTime(windowNanos, TimeUnit.NANOSECONDS)
              .build(gradient));
    }
  },

  /** Backs off from latencies beyond the tight deadline. */
  AIMD("aimd") {
    @Override
    AdmissionPolicy policy(Scenario scenario, int ceiling) {
      return new AdaptiveBound(
          AIMDLimit.newBuilder()
              .initialLimit(places(scenario))
              .minLimit(scenario.workers())
              .maxLimit(ceiling * places(scenario))
              .timeout(tightNanos(scenario), TimeUnit.NANOSECONDS)
              .build());
    }
  };

  /** The gateway's deadline.default: a picture whose work has not begun by then is given up. */
  static final Duration DEADLINE = Duration.ofSeconds(30);

  /** Answers within it are counted apart. */
  static final Duration SOON = Duration.ofMillis(500);

  /** An answer is of use to someone in a hurry for as long as so many pictures take. */
  private static final int TIGHT_SERVICES = 5;

  /** The gateway's admission.queue: auto is so many a worker, and no fewer than the second. */
  private static final int QUEUE = 8;

  private static final int MIN_QUEUE = 11;

  private static final int SHORT_QUEUE = 3;

  /** Of an undisturbed node; a slowed one still fills the window's ten. */
  private static final int WINDOW_PICTURES = 30;

  private static final IntUnaryOperator VEGAS_STEP = Log10RootIntFunction.create(0);

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /**
   * Its policy for an idle node.
   *
   * @param ceiling highest limit an adaptive one may find, in multiples of the fixed one
   */
  AdmissionPolicy policy(Scenario scenario, int ceiling) {
    return new FixedBound(scenario.workers(), queue(scenario), patienceNanos(scenario));
  }

  /** How long a picture may wait for its turn. */
  long patienceNanos(Scenario scenario) {
    return DEADLINE.toNanos();
  }

  String title() {
    return title;
  }

  /** How soon an answer has to come to be of use to someone in a hurry. */
  static long tightNanos(Scenario scenario) {
    return Math.round(TIGHT_SERVICES * scenario.workload().meanNanos());
  }

  private static int queue(Scenario scenario) {
    return Math.max(QUEUE * scenario.workers(), MIN_QUEUE);
  }

  private static int places(Scenario scenario) {
    return scenario.workers() + queue(scenario);
  }
}
