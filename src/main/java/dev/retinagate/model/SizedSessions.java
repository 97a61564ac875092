package dev.retinagate.model;

import dev.retinagate.engine.Session;
import dev.retinagate.graph.SymbolJson;
import dev.retinagate.image.Letterbox;
import java.util.HashMap;
import java.util.Map;

/**
 * The sessions of one network at several sizes of input. That of the square holds the parameters;
 * the others share them, and are opened when they are first asked for.
 *
 * <p>Belongs to one thread at a time.
 */
final class SizedSessions implements AutoCloseable {

  private final InputSizes sizes;
  private final Session square;
  private final Map<Integer, Session> smaller = new HashMap<>();

  /**
   * Opens the session of the square.
   *
   * @throws dev.retinagate.engine.SessionException if the engine does not accept the network
   */
  SizedSessions(InputSizes sizes, SessionOpener opener) {
    this.sizes = sizes;
    this.square = opener.open(SymbolJson.write(sizes.square()));
  }

  /**
   * The session of the input that a picture lies in.
   *
   * @throws dev.retinagate.engine.SessionException if the engine does not accept the network
   */
  Session of(Letterbox place) {
    return place.rows() == place.columns()
        ? square
        : smaller.computeIfAbsent(
            place.rows(), rows -> square.sibling(SymbolJson.write(sizes.network(rows))));
  }

  @Override
  public void close() {
    smaller.values().forEach(Session::close);
    square.close();
  }
}
