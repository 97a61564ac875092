package dev.retinagate.model;

import dev.retinagate.engine.Session;
import dev.retinagate.graph.Symbol;
import dev.retinagate.graph.SymbolJson;
import java.util.Iterator;
import java.util.LinkedHashMap;

/**
 * Sessions of networks that share a set of parameters, such as one network for inputs of several
 * sizes. Beyond a bound, the least recently used session is closed. Opening a session again costs
 * some hundredths of a large network's run; keeping it costs memory.
 */
final class SessionCache implements AutoCloseable {

  private static final int INITIAL_CAPACITY = 16;
  private static final float LOAD_FACTOR = 0.75f;

  private final SessionOpener opener;
  private final int max;
  private final LinkedHashMap<Object, Session> sessions =
      new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true);

  SessionCache(SessionOpener opener, int max) {
    this.opener = opener;
    this.max = max;
  }

  /**
   * An open session, which the cache owns.
   *
   * @param symbol the network
   * @param key equal for inputs that may share a session
   */
  Session of(Symbol symbol, Object key) {
    Session session = sessions.get(key);
    if (session == null) {
      closeDownTo(max - 1);
      session = opener.open(SymbolJson.write(symbol));
      sessions.put(key, session);
    }
    return session;
  }

  /** Number of open sessions. */
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
