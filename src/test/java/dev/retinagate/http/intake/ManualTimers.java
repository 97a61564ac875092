package dev.retinagate.http.intake;

import java.util.Comparator;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Timers whose time passes when the test says so. */
final class ManualTimers implements Timers {

  private record Due(long nanos, long id) {}

  private final TreeMap<Due, Runnable> tasks =
      new TreeMap<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::id));
  private long nowNanos;
  private long lastId;

  @Override
  public long nanoTime() {
    return nowNanos;
  }

  @Override
  public long schedule(long millis, Runnable task) {
    tasks.put(new Due(nowNanos + TimeUnit.MILLISECONDS.toNanos(millis), ++lastId), task);
    return lastId;
  }

  @Override
  public void cancel(long id) {
    tasks.keySet().removeIf(due -> due.id() == id);
  }

  /** Lets time pass, and runs what is due meanwhile. */
  void advance(long millis) {
    long end = nowNanos + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!tasks.isEmpty() && tasks.firstKey().nanos() <= end) {
      nowNanos = tasks.firstKey().nanos();
      tasks.pollFirstEntry().getValue().run();
    }
    nowNanos = end;
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }
}
