package dev.retinagate.admission;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Admits uploads and pictures within two bounds: a number of permits, one for each picture, and a
 * number of bytes. Each decision is made at once; no caller waits.
 *
 * <p>A picture is admitted in two steps. {@link #tryBeginUpload} at a request's headers lets an
 * upload begin while a permit is free, but takes none: the picture of a slow client would hold the
 * permit for seconds while complete pictures of other clients are refused. The returned {@link
 * Ticket} acquires the permit when the picture has arrived.
 *
 * <p>The last {@code 1/}{@value #RESERVED_FRACTION} of the bytes is for clients that stay within
 * their share. Otherwise a few clients could hold all bytes and keep every other client out. {@link
 * Sharing} says how many of the last permits are, for the same reason.
 *
 * <p>Where several models share the permits, half of them are divided among the models: those are
 * always there for the model's own pictures. The other half is for whichever pictures come first.
 * So pictures of a slow model, however many there are, never take all permits from a fast one, and
 * a model that is used alone has more than its part.
 *
 * <p>Safe to use from any thread. One lock guards all state, and is held for a few instructions.
 */
public final class Admission {

  /** An eighth of 128 MiB is 16 MiB: room for some 50 pictures of a camera. */
  private static final int RESERVED_FRACTION = 8;

  private final int maxPermits;
  private final long maxBytes;
  private final Sharing sharing;

  /** By model, permits held. */
  private final int[] permitsOf;

  private final Map<String, Holding> holdings = new HashMap<>();

  /** The sum over {@link #holdings}. */
  private int shares;

  private int permits;
  private int tickets;
  private long bytesReserved;
  private boolean draining;

  /** An admission with nothing in flight, whose permits are for the client that comes first. */
  public Admission(int maxPermits, long maxBytes) {
    this(maxPermits, maxBytes, Sharing.FIRST_COME, 1);
  }

  /**
   * An admission with nothing in flight.
   *
   * @param maxPermits most permits at a time: workers and queue together, at least 1
   * @param maxBytes most bytes reserved at a time, at least 1
   * @param sharing how clients share both
   * @param models number of models that share the permits, at least 1
   */
  public Admission(int maxPermits, long maxBytes, Sharing sharing, int models) {
    if (maxPermits < 1 || maxBytes < 1) {
      throw new IllegalArgumentException("permits " + maxPermits + ", bytes " + maxBytes);
    }
    if (sharing.reservedPermits() < 0 || sharing.reservedPermits() >= maxPermits) {
      throw new IllegalArgumentException("reserved permits " + sharing.reservedPermits());
    }
    this.maxPermits = maxPermits;
    this.maxBytes = maxBytes;
    this.sharing = sharing;
    this.permitsOf = new int[models];
  }

  /** As the other method, for the only model, or the first of several. */
  public Decision tryBeginUpload(String client, long bytes) {
    return tryBeginUpload(client, 0, bytes);
  }

  /**
   * Tries to begin an upload.
   *
   * @param client key of the client whose share counts, such as its address or its API key
   * @param model index of the model that looks at the pictures
   * @param bytes to reserve at first, at least 0
   * @return a ticket and a reservation, or the reason of the refusal. The caller must release the
   *     ticket when the upload ends, and the reservation when the bytes are no longer held
   */
  public synchronized Decision tryBeginUpload(String client, int model, long bytes) {
    if (draining) {
      return Decision.Refused.DRAINING;
    }
    if (!isPermitFree(client, model)) {
      return Decision.Refused.FULL;
    }
    if (!tryReserve(client, bytes)) {
      return Decision.Refused.NO_BYTES;
    }
    tickets++;
    return new Decision.Granted(
        new Ticket(this, client, model), new Reservation(this, client, bytes));
  }

  /** Whether no other client holds anything: then nobody waits for what this client uses. */
  public synchronized boolean isAlone(String client) {
    return holdings.isEmpty() || (holdings.size() == 1 && holdings.containsKey(client));
  }

  /** Refuses every upload from now on. Permits and tickets that are held stay valid. */
  public synchronized void drain() {
    draining = true;
  }

  /** The counts of this moment. */
  public synchronized Stats stats() {
    return new Stats(
        Arrays.stream(permitsOf).boxed().toList(),
        maxPermits,
        tickets,
        bytesReserved,
        maxBytes,
        draining);
  }

  synchronized Optional<Permit> tryAcquire(String client, int model) {
    if (!isPermitFree(client, model)) {
      return Optional.empty();
    }
    permits++;
    permitsOf[model]++;
    holding(client).permits++;
    return Optional.of(new Permit(this, client, model));
  }

  private boolean isPermitFree(String client, int model) {
    return isPermitFree(client) && isInModelsPart(model);
  }

  /**
   * Whether a model may acquire a permit: one of its own part, or else one that is in no other
   * model's part.
   */
  private boolean isInModelsPart(int model) {
    int part = partOf(model);
    if (permitsOf.length == 1 || permitsOf[model] < part) {
      return true;
    }
    int left = 0;
    for (int other = 0; other < permitsOf.length; other++) {
      if (other != model) {
        left += Math.max(0, partOf(other) - permitsOf[other]);
      }
    }
    return maxPermits - permits > left;
  }

  /** The permits that no other model takes; at least 1 each, while there are as many. */
  private int partOf(int model) {
    int models = permitsOf.length;
    return maxPermits < models ? model < maxPermits ? 1 : 0 : Math.max(1, maxPermits / 2 / models);
  }

  /**
   * Whether a client may acquire a permit. Within its share it may while there is one; its first is
   * always within its share, however many clients there are. Beyond its share it leaves the
   * reserved permits, and those that the others have not taken of their shares.
   */
  private boolean isPermitFree(String client) {
    int free = maxPermits - permits;
    if (free <= 0 || sharing.reservedPermits() == 0) {
      return free > 0;
    }
    Holding held = holdings.get(client);
    if (held == null || held.permits < Math.max(1, share(client, maxPermits))) {
      return true;
    }
    long left = sharing.reservedPermits();
    for (Map.Entry<String, Holding> other : holdings.entrySet()) {
      if (other.getValue() != held) {
        left += Math.max(0, share(other.getKey(), maxPermits) - other.getValue().permits);
      }
    }
    return free > left;
  }

  synchronized boolean tryReserve(String client, long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes " + bytes);
    }
    long free = maxBytes - bytesReserved;
    if (bytes > free
        || (bytes > free - maxBytes / RESERVED_FRACTION && !isInShare(client, bytes))) {
      return false;
    }
    bytesReserved += bytes;
    holding(client).bytes += bytes;
    return true;
  }

  private boolean isInShare(String client, long bytes) {
    Holding held = holdings.get(client);
    return (held == null ? 0 : held.bytes) + bytes <= share(client, maxBytes);
  }

  /**
   * The share of a client: all that there is, divided by the number of clients that hold anything,
   * this one included, plus one. The one more keeps room for the next client.
   */
  private long share(String client, long all) {
    Holding held = holdings.get(client);
    int own = held == null ? sharing.share().applyAsInt(client) : held.share;
    return all * own / (shares + (held == null ? own : 0) + 1);
  }

  private Holding holding(String client) {
    Holding held = holdings.get(client);
    if (held == null) {
      held = new Holding(sharing.share().applyAsInt(client));
      holdings.put(client, held);
      shares += held.share;
    }
    return held;
  }

  synchronized void returnBytes(String client, long bytes) {
    bytesReserved -= bytes;
    Holding held = holdings.get(client);
    if (held != null) {
      held.bytes -= bytes;
      forgetIfEmpty(client, held);
    }
  }

  synchronized void returnPermit(String client, int model) {
    permits--;
    permitsOf[model]--;
    Holding held = holdings.get(client);
    held.permits--;
    forgetIfEmpty(client, held);
  }

  private void forgetIfEmpty(String client, Holding held) {
    if (held.bytes == 0 && held.permits == 0) {
      holdings.remove(client);
      shares -= held.share;
    }
  }

  synchronized void returnTicket() {
    tickets--;
  }

  /**
   * The counts of one moment.
   *
   * @param inFlightOf by model, permits held
   * @param permits most permits
   * @param uploading tickets held
   * @param bytesReserved bytes reserved
   * @param maxBytes most bytes
   * @param draining whether every upload is refused
   */
  public record Stats(
      List<Integer> inFlightOf,
      int permits,
      int uploading,
      long bytesReserved,
      long maxBytes,
      boolean draining) {

    /** Permits held: pictures that are queued or worked on, or are about to be. */
    public int inFlight() {
      return inFlightOf.stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether nothing that was admitted is left, answers that are still being sent included. */
    public boolean isIdle() {
      return inFlight() == 0 && uploading == 0 && bytesReserved == 0;
    }
  }

  /** What one client holds. Its share stays until it holds nothing, so that the sum is right. */
  private static final class Holding {

    private final int share;
    private long bytes;
    private int permits;

    private Holding(int share) {
      this.share = share;
    }
  }
}
