package dev.retinagate.http.connection;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import java.lang.reflect.Proxy;

/** A connection without a socket that can be closed, and notes that it was. */
final class StubConnection {

  private final HttpConnection connection =
      (HttpConnection)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {HttpConnection.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "close" -> close();
                    case "closeHandler" -> onClose((Handler<?>) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  private Handler<?> closeHandler;
  private boolean closed;

  HttpConnection connection() {
    return connection;
  }

  boolean isClosed() {
    return closed;
  }

  private Future<Void> close() {
    closed = true;
    if (closeHandler != null) {
      closeHandler.handle(null);
    }
    return Future.succeededFuture();
  }

  private HttpConnection onClose(Handler<?> handler) {
    closeHandler = handler;
    return connection;
  }
}
