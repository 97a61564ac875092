package dev.retinagate.http.intake;

import dev.retinagate.admission.Permit;
import dev.retinagate.admission.Ticket;
import java.util.Optional;

/**
 * The permit that an upload takes while its body still comes, for as long as the body may be
 * expected to be complete in a moment. So a client on a fast line learns at once whether the node
 * is full, and a client on a slow line holds no permit while it sends. Owned by the request's event
 * loop.
 */
final class EarlyPermit {

  private final Ticket ticket;
  private Optional<Permit> permit = Optional.empty();
  private boolean tried;
  private boolean closed;

  EarlyPermit(Ticket ticket) {
    this.ticket = ticket;
  }

  /** Whether {@link #tryAcquire} has been called. */
  boolean isTried() {
    return tried;
  }

  /**
   * Takes a permit, unless the upload is slow already or has ended: then none is needed now.
   *
   * @return false if the node is full
   */
  boolean tryAcquire() {
    tried = true;
    if (closed) {
      return true;
    }
    permit = ticket.tryAcquire();
    return permit.isPresent();
  }

  /** The upload is slow or has ended: releases the permit, and takes none any more. Idempotent. */
  void release() {
    closed = true;
    permit.ifPresent(Permit::release);
    permit = Optional.empty();
  }

  /**
   * Hands over a permit for a complete picture: the early one, or else a new one.
   *
   * @return the caller's to release; empty if the node is full
   */
  Optional<Permit> take() {
    if (permit.isEmpty()) {
      return ticket.tryAcquire();
    }
    Optional<Permit> taken = permit;
    permit = Optional.empty();
    return taken;
  }
}
