package dev.retinagate.model;

import dev.retinagate.engine.Session;
import dev.retinagate.graph.SymbolJson;
import dev.retinagate.image.Letterbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
  private final Map<InputSizes.Size, Session> sessions = new HashMap<>();

  /**
   * Opens the session of the square.
   *
   * @throws dev.retinagate.engine.SessionException if the engine does not accept the network
   */
  SizedSessions(InputSizes sizes, SessionOpener opener) {
    this.sizes = sizes;
    this.square = opener.open(SymbolJson.write(sizes.symbol(sizes.square())));
    sessions.put(sizes.square(), square);
  }

  /**
   * The session of the input that a picture lies in.
   *
   * @throws dev.retinagate.engine.SessionException if the engine does not accept the network
   */
  Session of(Letterbox place) {
    return sessions.computeIfAbsent(
        new InputSizes.Size(place.columns(), place.rows()),
        size -> square.sibling(SymbolJson.write(sizes.symbol(size))));
  }

  @Override
  public void close() {
    List<Session> others = new ArrayList<>(sessions.values());
    others.remove(square);
    others.forEach(Session::close);
    square.close();
  }
}
