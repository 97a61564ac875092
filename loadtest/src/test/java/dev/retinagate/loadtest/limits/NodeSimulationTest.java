package dev.retinagate.loadtest.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against what queueing theory knows in closed form, and by hand. */
class NodeSimulationTest {

  private static final long FOREVER = Long.MAX_VALUE / 4;
  private static final double SERVICE = 1e6;
  private static final int MANY = 400_000;
  private static final int RUNS = 20;

  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void refusesAsManyAsAnMM1KQueueDoes() {
    double load = 0.8;
    int places = 9;

    // Refusals come in clumps, so that one run tells less than its length promises.
    double[] shares =
        IntStream.range(0, RUNS)
            .mapToDouble(run -> run(1, places - 1, poisson(load, this::exponential)).refusedShare())
            .toArray();

    double theory = (1 - load) * Math.pow(load, places) / (1 - Math.pow(load, places + 1));
    double mean = Arrays.stream(shares).average().orElseThrow();
    double squares = Arrays.stream(shares).map(share -> (share - mean) * (share - mean)).sum();
    double standardError = Math.sqrt(squares / (RUNS - 1) / RUNS);
    assertThat(standardError).isLessThan(0.01 * theory);
    assertThat(mean).isCloseTo(theory, within(2 * standardError));
  }

  @Test
  void refusesAsManyAsAnMM1KQueueInOverload() {
    Account account = run(1, 8, poisson(3, this::exponential));

    double theory = (1 - 3) * Math.pow(3, 9) / (1 - Math.pow(3, 10));
    assertThat(account.refusedShare()).isCloseTo(theory, within(0.005));
  }

  @Test
  void losesAsManyAsErlangSays() {
    double erlangs = 3;

    Account account = run(4, 0, poisson(erlangs, mean -> mean));

    // Erlang B holds for any distribution of service: (a^n / n!) / sum of (a^k / k!).
    double theory = (81 / 24.0) / (1 + 3 + 9 / 2.0 + 27 / 6.0 + 81 / 24.0);
    assertThat(account.refusedShare()).isCloseTo(theory, within(0.02 * theory));
  }

  @Test
  void waitsAsLongAsAnMD1Queue() {
    double load = 0.7;

    Account account = run(1, MANY, poisson(load, mean -> mean));

    double waitNanos = Arrays.stream(account.latenciesNanos()).average().orElseThrow() - SERVICE;
    double theory = SERVICE * load / (2 * (1 - load));
    assertThat(waitNanos).isCloseTo(theory, within(0.02 * theory));
  }

  @Test
  void servesInOrderAndGivesUpWhoIsLate() {
    List<Arrival> arrivals =
        List.of(arrival(0, 10), arrival(1, 10), arrival(2, 10), arrival(3, 10), arrival(18, 1));

    Account account =
        new NodeSimulation(1, 15, at -> 1, new FixedBound(1, 3, FOREVER)).run(arrivals);

    // The third and fourth give up at 17 and 18, which leaves a place to the fifth.
    assertThat(account.latenciesNanos()).containsExactly(3, 10, 19);
    assertThat(account.givenUpShare()).isEqualTo(0.4);
    assertThat(account.refusedShare()).isZero();
  }

  @Test
  void worksSlowerWhileTheMachineIsSlow() {
    Account account =
        new NodeSimulation(1, FOREVER, at -> at < 5 ? 2 : 1, new FixedBound(1, 1, FOREVER))
            .run(List.of(arrival(0, 10), arrival(1, 10)));

    assertThat(account.latenciesNanos()).containsExactly(20, 29);
  }

  @Test
  void turnsAwayWhoWouldWaitForTooLong() {
    List<Arrival> arrivals =
        List.of(arrival(0, 10), arrival(20, 10), arrival(20, 10), arrival(20, 10));

    Account account =
        new NodeSimulation(1, FOREVER, at -> 1, new FixedBound(1, 8, 10)).run(arrivals);

    // The first has shown that a picture takes 10: the third waits that long, the fourth would 20.
    assertThat(account.latenciesNanos()).containsExactly(10, 10, 20);
    assertThat(account.refusedShare()).isEqualTo(0.25);
  }

  @Test
  void countsAnswersByLatencyAndTime() {
    Account account = run(1, 1, List.of(arrival(0, 10), arrival(0, 10)));

    assertThat(account.answered(10, 20)).isEqualTo(1);
    assertThat(account.answered(20, 20)).isEqualTo(2);
    assertThat(account.answered(20, 19)).isEqualTo(1);
  }

  @Test
  void aScenarioBringsWhatItSays() {
    Scenario scenario = new Scenario(Workload.NANODET_MIXED, Scenario.Pattern.STEADY, 2, 3);

    List<Arrival> arrivals = scenario.arrivals(1);

    double seconds = Workload.NANODET_MIXED.lengthNanos() / 1e9;
    double rate = arrivals.size() / seconds;
    double work = arrivals.stream().mapToLong(Arrival::workNanos).average().orElseThrow();
    assertThat(rate).isCloseTo(3 * scenario.capacity(), within(0.02 * rate));
    assertThat(work).isCloseTo(Workload.NANODET_MIXED.meanNanos(), within(0.02 * work));
    assertThat(scenario.arrivals(1)).isEqualTo(arrivals);
  }

  private static Account run(int workers, int queue, List<Arrival> arrivals) {
    return new NodeSimulation(workers, FOREVER, at -> 1, new FixedBound(workers, queue, FOREVER))
        .run(arrivals);
  }

  private List<Arrival> poisson(double load, DoubleUnaryOperator service) {
    List<Arrival> arrivals = new ArrayList<>();
    double at = 0;
    for (int i = 0; i < MANY; i++) {
      at += exponential(SERVICE / load);
      arrivals.add(arrival(Math.round(at), Math.round(service.applyAsDouble(SERVICE))));
    }
    return arrivals;
  }

  private double exponential(double mean) {
    return -mean * Math.log(1 - random.nextDouble());
  }

  private static Arrival arrival(long at, long work) {
    return new Arrival(at, work, false);
  }
}
