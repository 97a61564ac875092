package dev.retinagate.admission;

import java.util.function.ToIntFunction;

/**
 * How the clients of a node share its permits and bytes.
 *
 * @param reservedPermits the last so many permits are for clients that stay within their share, at
 *     least 0; 0 lets a client take every permit
 * @param share for how many clients one counts, at least 1
 */
public record Sharing(int reservedPermits, ToIntFunction<String> share) {

  /** Permits are for the client that comes first, and all clients count the same. */
  public static final Sharing FIRST_COME = new Sharing(0, client -> 1);
}
