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
 * The transfers of a node. When a request finds no memory, slow transfers are ended for it, and no
 * others. The first to end are those of clients that hold more than the client of the request would
 * hold with it, so that each client gets its share. Then follow all others. In each of the two
 * groups, the transfer that holds most bytes for the longest time ends first. While memory is free,
 * slow transfers go on: only {@link UploadWatch} and {@link Sending} bound them.
 *
 * <p>Safe to use from any thread.
 */
public final class Transfers {

  /** A transfer with more time left is slow. A picture of 2 MB takes this long at 3 Mbit/s. */
  private static final long SLOW_NANOS = Duration.ofSeconds(5).toNanos();

  /**
   * After a search that freed too little, the next one is so much later. Uploads that wait for
   * memory ask again every few milliseconds, and each search would look at every transfer.
   */
  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  private final LongSupplier nanoClock;
  private final Set<Transfer> all = ConcurrentHashMap.newKeySet();
  private volatile long nextSearchNanos;

  /** A node without transfers. */
  public Transfers(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.nextSearchNanos = nanoClock.getAsLong();
  }

  void add(Transfer transfer) {
    all.add(transfer);
  }

  /** The transfer has ended. Idempotent. */
  void remove(Transfer transfer) {
    all.remove(transfer);
  }

  /**
   * Ends slow transfers until the ended ones held enough bytes together.
   *
   * @param client that needs memory
   * @param bytes that the client needs
   * @return true if the ended transfers held at least {@code bytes}; false if there were too few
   *     slow ones, which are ended all the same. On return, an upload of the calling event loop has
   *     released its memory. An answer, or a transfer of another event loop, may do so a moment
   *     later
   */
  boolean makeRoom(String client, long bytes) {
    long now = nanoClock.getAsLong();
    if (now - nextSearchNanos < 0) {
      return false;
    }
    long released = 0;
    for (Transfer slow : slowest(client, bytes, now)) {
      released += slow.heldBytes();
      all.remove(slow);
      slow.end();
      if (released >= bytes) {
        return true;
      }
    }
    nextSearchNanos = now + PAUSE_NANOS;
    return false;
  }

  private List<Transfer> slowest(String client, long bytes, long now) {
    Map<String, Long> heldByClient = new HashMap<>();
    List<Slow> slow = new ArrayList<>();
    for (Transfer transfer : all) {
      long held = transfer.heldBytes();
      heldByClient.merge(transfer.client(), held, Long::sum);
      long left = transfer.nanosLeft(now);
      if (left > SLOW_NANOS && held > 0) {
        slow.add(new Slow(transfer, (double) held * left));
      }
    }
    long clientWouldHold = heldByClient.getOrDefault(client, 0L) + bytes;
    // False sorts before true.
    Comparator<Slow> ofLargerHoldersFirst =
        Comparator.comparing(
            one -> heldByClient.getOrDefault(one.transfer.client(), 0L) <= clientWouldHold);
    return slow.stream()
        .sorted(ofLargerHoldersFirst.thenComparing(one -> -one.cost))
        .map(Slow::transfer)
        .toList();
  }

  /** A slow transfer, and the bytes that it holds times how long it will hold them. */
  private record Slow(Transfer transfer, double cost) {}
}
