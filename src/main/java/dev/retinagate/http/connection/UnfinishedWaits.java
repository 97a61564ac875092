package dev.retinagate.http.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * For each address, the waits of clients that have ended their connections before they were over.
 * Pure: the time is the caller's, monotonic.
 */
final class UnfinishedWaits {

  /** Of all addresses together; beyond it, clients that come back early are not known as such. */
  static final int MAX_WAITS = 8_192;

  private final Map<String, Deque<Long>> endNanosByAddress = new HashMap<>();
  private int waits;

  /** A client has ended its connection, and its wait ends at {@code endNanos}. */
  void add(String address, long endNanos) {
    if (waits < MAX_WAITS) {
      endNanosByAddress.computeIfAbsent(address, first -> new ArrayDeque<>()).addLast(endNanos);
      waits++;
    }
  }

  /** Takes the wait that was added last for an address, unless it is over. */
  OptionalLong take(String address, long nowNanos) {
    Deque<Long> ends = endNanosByAddress.get(address);
    if (ends == null) {
      return OptionalLong.empty();
    }
    long last = ends.removeLast();
    waits--;
    if (ends.isEmpty()) {
      endNanosByAddress.remove(address);
    }
    return nowNanos - last < 0 ? OptionalLong.of(last) : OptionalLong.empty();
  }

  /** Forgets waits that are over. */
  void forgetOver(long nowNanos) {
    endNanosByAddress
        .values()
        .removeIf(
            ends -> {
              int before = ends.size();
              ends.removeIf(end -> nowNanos - end >= 0);
              waits -= before - ends.size();
              return ends.isEmpty();
            });
  }
}
