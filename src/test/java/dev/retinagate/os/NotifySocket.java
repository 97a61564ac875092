package dev.retinagate.os;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A service manager's end of sd_notify(3): a datagram socket of AF_UNIX, which Java lacks. */
public final class NotifySocket implements AutoCloseable {

  private static final int UNIX = 1;
  private static final int DATAGRAM = 2;
  private static final int SOCKET_LEVEL = 1;
  private static final int RECEIVE_TIMEOUT = 20;
  private static final int DONT_WAIT = 0x40;
  private static final int MAX_MESSAGE_BYTES = 4096;
  private static final int PATIENCE_SECONDS = 60;

  private final int socket;

  /**
   * Binds a socket.
   *
   * @param name a path, or an abstract name behind an {@code @}
   */
  public NotifySocket(String name) {
    byte[] path = name.getBytes(StandardCharsets.UTF_8);
    if (path[0] == '@') {
      path[0] = 0;
    } else {
      path = Arrays.copyOf(path, path.length + 1);
    }
    socket = call("socket", UNIX, DATAGRAM, 0);
    try (Memory address = new Memory(2L + path.length);
        Memory patience = new Memory(2L * Long.BYTES)) {
      address.setShort(0, (short) UNIX);
      address.write(2, path, 0, path.length);
      patience.setLong(0, PATIENCE_SECONDS);
      patience.setLong(Long.BYTES, 0);
      call("setsockopt", socket, SOCKET_LEVEL, RECEIVE_TIMEOUT, patience, (int) patience.size());
      if (call("bind", socket, address, (int) address.size()) != 0) {
        throw new IllegalStateException("cannot bind " + name);
      }
    }
  }

  /** The lines of the next message, which is waited for; empty if none comes. */
  public List<String> next() {
    return receive(0);
  }

  /** The lines of the next message if it is there already; empty if not. */
  public List<String> nextIfThere() {
    return receive(DONT_WAIT);
  }

  private List<String> receive(int flags) {
    try (Memory buffer = new Memory(MAX_MESSAGE_BYTES)) {
      int length = call("recv", socket, buffer, (long) MAX_MESSAGE_BYTES, flags);
      return length <= 0
          ? List.of()
          : new String(buffer.getByteArray(0, length), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Override
  public void close() {
    call("close", socket);
  }

  private static int call(String function, Object... arguments) {
    return Function.getFunction("c", function).invokeInt(arguments);
  }
}
