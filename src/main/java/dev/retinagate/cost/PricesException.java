package dev.retinagate.cost;

/** A table of prices cannot be used. The message is for a person. */
public final class PricesException extends Exception {

  private static final long serialVersionUID = 1;

  /** What is wrong, the table's name included. */
  public PricesException(String message) {
    super(message);
  }
}
