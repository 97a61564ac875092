package dev.retinagate.telemetry;

/** The models cannot be reloaded now, or not while the node runs; nothing is broken. */
public final class ReloadRefusedException extends Exception {

  private static final long serialVersionUID = 1;

  /** A refusal with its reason, for a person. */
  public ReloadRefusedException(String reason) {
    super(reason);
  }
}
