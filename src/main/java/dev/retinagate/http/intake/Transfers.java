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
 * hold with it, so that each client gets its share: of these clients, those of the client that
 * holds most. Then follow all others. Of one client, and of the others, the transfer that holds
 * most bytes for the longest time ends first. While memory is free, slow transfers go on: only
 * {@link UploadWatch} and {@link Sending} bound them.
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

  /**
   * For so long an ended transfer is expected to release its memory. Meanwhile no other one is
   * ended for the same bytes: a request that asks again within that time would end more than it
   * needs.
   */
  private static final long RELEASE_NANOS = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanoClock;
  private final Set<Transfer> all = ConcurrentHashMap.newKeySet();

  /** Ended transfers, with the time of the end. */
  private final Map<Transfer, Long> ended = new ConcurrentHashMap<>();

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
   * Ends slow transfers until the ended ones held enough bytes together, those that were ended a
   * moment ago and have not released their memory yet included.
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
    long released = unreleased(now);
    if (released >= bytes) {
      return true;
    }
    for (Transfer slow : slowest(client, bytes, now)) {
      released += slow.heldBytes();
      all.remove(slow);
      ended.put(slow, now);
      slow.end();
      if (released >= bytes) {
        return true;
      }
    }
    nextSearchNanos = now + PAUSE_NANOS;
    return false;
  }

  /** What ended transfers still hold. */
  private long unreleased(long now) {
    ended
        .entrySet()
        .removeIf(one -> now - one.getValue() > RELEASE_NANOS || one.getKey().heldBytes() == 0);
    return ended.keySet().stream().mapToLong(Transfer::heldBytes).sum();
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
    Comparator<Slow> ofLargestHoldersLast =
        Comparator.comparing(
            one -> {
              long held = heldByClient.getOrDefault(one.transfer.client(), 0L);
              return held > clientWouldHold ? held : 0;
            });
    return slow.stream()
        .sorted(ofLargestHoldersLast.thenComparing(Slow::cost).reversed())
        .map(Slow::transfer)
        .toList();
  }

  /** A slow transfer, and the bytes that it holds times how long it will hold them. */
  private record Slow(Transfer transfer, double cost) {}
}
