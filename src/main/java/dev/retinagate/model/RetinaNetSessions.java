package dev.retinagate.model;

import dev.retinagate.engine.Session;
import dev.retinagate.graph.RetinaNet;
import dev.retinagate.graph.SymbolJson;
import dev.retinagate.graph.Tensor;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sessions of a RetinaNet for inputs of any size. The graph depends on the parities of the input's
 * extents; the session for each graph is kept, as many as allowed, the least recently used one
 * closed first. Within a session another size costs some hundredths of a run, a new session hardly
 * more; what a kept one costs is memory.
 */
final class RetinaNetSessions implements AutoCloseable {

  private static final float LOAD_FACTOR = 0.75f;

  private final RetinaNet network;
  private final Map<String, Tensor> parameters;
  private final int most;

  /** By the symbol itself, so that two sizes share a session exactly when they can. */
  private final LinkedHashMap<String, Session> sessions =
      new LinkedHashMap<>(16, LOAD_FACTOR, true);

  RetinaNetSessions(RetinaNet network, Map<String, Tensor> parameters, int most) {
    this.network = network;
    this.parameters = parameters;
    this.most = most;
  }

  /** A session for an input of this size; stays this object's. */
  Session of(int height, int width) {
    String symbol = SymbolJson.write(network.symbol(height, width));
    Session session = sessions.get(symbol);
    if (session == null) {
      closeDownTo(most - 1);
      session = Session.open(symbol, parameters);
      sessions.put(symbol, session);
    }
    return session;
  }

  /** How many are open. */
  int count() {
    return sessions.size();
  }

  private void closeDownTo(int count) {
    Iterator<Session> eldest = sessions.values().iterator();
    while (sessions.size() > count) {
      eldest.next().close();
      eldest.remove();
    }
  }

  @Override
  public void close() {
    closeDownTo(0);
  }
}
