package dev.retinagate.model;

import dev.retinagate.engine.Session;
import dev.retinagate.graph.Symbol;
import dev.retinagate.graph.SymbolJson;
import java.util.Iterator;
import java.util.LinkedHashMap;

/**
 * Sessions of networks that share a set of parameters, such as one network for inputs of several
 * sizes. As many are kept as allowed; the least recently used one is closed first. A session that
 * was closed costs some hundredths of a large network's run to open again; what a kept one costs is
 * memory.
 */
final class SessionCache implements AutoCloseable {

  private static final int INITIAL_CAPACITY = 16;
  private static final float LOAD_FACTOR = 0.75f;

  private final SessionOpener opener;
  private final int most;
  private final LinkedHashMap<Object, Session> sessions =
      new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true);

  SessionCache(SessionOpener opener, int most) {
    this.opener = opener;
    this.most = most;
  }

  /**
   * A session that stays this cache's.
   *
   * @param symbol the network
   * @param key equal for what may share a session
   */
  Session of(Symbol symbol, Object key) {
    Session session = sessions.get(key);
    if (session == null) {
      closeDownTo(most - 1);
      session = opener.open(SymbolJson.write(symbol));
      sessions.put(key, session);
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
