package dev.retinagate.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes only when a test lets it. */
public final class ManualTimers implements Timers {

  private record Task(long at, long number, Runnable work) {}

  private static final Instant START = Instant.parse("2026-11-26T12:00:00Z");

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private long now = 1_000_000;
  private long begun;
  private long number;

  public ManualTimers() {
    begun = now;
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Instant instant() {
    return START.plusNanos(now - begun);
  }

  @Override
  public void after(Duration delay, Runnable task) {
    tasks.add(new Task(now + Math.max(0, delay.toNanos()), number++, task));
  }

  /** Lets time pass; what is due runs at its own time. */
  public void pass(Duration duration) {
    long end = now + duration.toNanos();
    while (!tasks.isEmpty() && tasks.peek().at() <= end) {
      Task task = tasks.poll();
      now = task.at();
      task.work().run();
    }
    now = end;
  }
}
