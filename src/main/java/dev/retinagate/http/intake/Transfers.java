package dev.retinagate.http.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The transfers of a node, and which of them give way when there is no memory for another. Only
 * slow ones do: first those of the addresses that hold more than the newcomer's would, so that each
 * address gets its share, and of these the ones that hold most for longest. While there is memory,
 * a slow line disturbs nobody, and keeps what it has.
 *
 * <p>Safe to use from any thread.
 */
public final class Transfers {

  /** A transfer that goes on for longer is slow: a picture of 2 MB takes this long at 3 Mbit/s. */
  private static final long SLOW_NANOS = Duration.ofSeconds(5).toNanos();

  /** Uploads that wait for memory ask again and again: not each of them needs a look at all. */
  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  private final LongSupplier nanoClock;
  private final Set<Transfer> all = ConcurrentHashMap.newKeySet();
  private volatile long nothingSlowUntilNanos;

  /** No transfer yet. */
  public Transfers(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.nothingSlowUntilNanos = nanoClock.getAsLong();
  }

  void add(Transfer transfer) {
    all.add(transfer);
  }

  /** The transfer has ended. Idempotent. */
  void remove(Transfer transfer) {
    all.remove(transfer);
  }

  /**
   * Ends slow transfers until they have held so many bytes.
   *
   * @param address of the client that needs them
   * @param bytes how many it needs
   * @return whether transfers that held as many have been ended. Those of this event loop have
   *     released their memory; those of others do so in a moment
   */
  boolean makeRoom(String address, long bytes) {
    long now = nanoClock.getAsLong();
    if (now - nothingSlowUntilNanos < 0) {
      return false;
    }
    long released = 0;
    for (Transfer slow : slowest(address, bytes, now)) {
      released += slow.heldBytes();
      all.remove(slow);
      slow.end();
      if (released >= bytes) {
        return true;
      }
    }
    nothingSlowUntilNanos = now + PAUSE_NANOS;
    return false;
  }

  private List<Transfer> slowest(String address, long bytes, long now) {
    Map<String, Long> heldByAddress = new HashMap<>();
    List<Slow> slow = new ArrayList<>();
    for (Transfer transfer : all) {
      long held = transfer.heldBytes();
      heldByAddress.merge(transfer.address(), held, Long::sum);
      long left = transfer.nanosLeft(now);
      if (left > SLOW_NANOS && held > 0) {
        slow.add(new Slow(transfer, (double) held * left));
      }
    }
    long newcomers = heldByAddress.getOrDefault(address, 0L) + bytes;
    Comparator<Slow> ofGreedyAddressFirst =
        Comparator.comparing(
            one -> heldByAddress.getOrDefault(one.transfer.address(), 0L) <= newcomers);
    return slow.stream()
        .sorted(ofGreedyAddressFirst.thenComparing(one -> -one.cost))
        .map(Slow::transfer)
        .toList();
  }

  /** A slow transfer, and the bytes that it holds times how long it will hold them. */
  private record Slow(Transfer transfer, double cost) {}
}
