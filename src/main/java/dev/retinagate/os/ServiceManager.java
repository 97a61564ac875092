package dev.retinagate.os;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service manager that started this process: systemd, by the protocol of sd_notify(3). Each
 * method sends one datagram. Nothing is sent where no service manager asked for it. libsystemd is
 * not needed, so that a container without it is served, too.
 *
 * <p>Safe to use from any thread.
 */
public final class ServiceManager {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String WATCHDOG_MICROS = "WATCHDOG_USEC";
  private static final String WATCHDOG_PID = "WATCHDOG_PID";

  /** Linux: AF_UNIX; SOCK_DGRAM with SOCK_CLOEXEC; SOL_SOCKET and SO_SNDTIMEO. */
  private static final int UNIX = 1;

  private static final int DATAGRAM = 2 | 0x80000;
  private static final int SOCKET_LEVEL = 1;
  private static final int SEND_TIMEOUT = 21;

  /** Linux: MSG_NOSIGNAL, and with MSG_DONTWAIT. */
  private static final int WAIT = 0x4000;

  private static final int NEVER_WAIT = WAIT | 0x40;

  /** For the messages that must not be lost, if the service manager does not read. */
  private static final long MAX_WAIT_SECONDS = 1;

  /** Bytes of sockaddr_un: the family, and the longest path, unix(7). */
  private static final int FAMILY_BYTES = 2;

  private static final int MAX_PATH_BYTES = 108;

  private final byte[] address;
  private final Optional<Duration> watchdog;

  private ServiceManager(byte[] address, Optional<Duration> watchdog) {
    this.address = address;
    this.watchdog = watchdog;
  }

  /** The service manager of this process, as its environment names it. */
  public static ServiceManager ofThisProcess() {
    return of(System.getenv(), ProcessHandle.current().pid());
  }

  /**
   * The service manager that an environment names.
   *
   * @param pid of this process; the watchdog may be meant for another one
   */
  public static ServiceManager of(Map<String, String> environment, long pid) {
    String socket = environment.getOrDefault(SOCKET, "");
    if (!socket.matches("[/@].+")) {
      return new ServiceManager(new byte[0], Optional.empty());
    }
    byte[] path = path(socket);
    if (path.length > MAX_PATH_BYTES) {
      LOG.warn("{} is longer than the address of a socket may be", SOCKET);
      return new ServiceManager(new byte[0], Optional.empty());
    }
    return new ServiceManager(path, watchdog(environment, pid));
  }

  /** The name of an abstract socket begins with a zero byte; a path ends with one. */
  private static byte[] path(String socket) {
    byte[] name = socket.getBytes(StandardCharsets.UTF_8);
    if (name[0] == '@') {
      name[0] = 0;
      return name;
    }
    return Arrays.copyOf(name, name.length + 1);
  }

  private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
    try {
      long meant = Long.parseLong(environment.getOrDefault(WATCHDOG_PID, String.valueOf(pid)));
      long micros = Long.parseLong(environment.getOrDefault(WATCHDOG_MICROS, "0"));
      return micros > 0 && meant == pid
          ? Optional.of(Duration.of(micros, ChronoUnit.MICROS))
          : Optional.empty();
    } catch (NumberFormatException e) {
      LOG.warn("{} or {} is not a number: no watchdog", WATCHDOG_MICROS, WATCHDOG_PID);
      return Optional.empty();
    }
  }

  /** Whether somebody listens. */
  public boolean isPresent() {
    return address.length > 0;
  }

  /**
   * How long the service manager waits for {@link #alive} before it restarts the process; empty
   * where it does not wait. To be called twice as often.
   */
  public Optional<Duration> watchdog() {
    return watchdog;
  }

  /** The process serves from now on. May wait for a second, so not for an event loop. */
  public void ready(String status) {
    send("READY=1\nSTATUS=" + line(status), WAIT);
  }

  /** A line for {@code systemctl status}. Never waits. */
  public void status(String status) {
    send("STATUS=" + line(status), NEVER_WAIT);
  }

  /** The process has begun to end. May wait for a second, so not for an event loop. */
  public void stopping(String status) {
    send("STOPPING=1\nSTATUS=" + line(status), WAIT);
  }

  /** The process should be kept. Never waits. */
  public void alive() {
    send("WATCHDOG=1", NEVER_WAIT);
  }

  /** A line break would begin another field. */
  private static String line(String status) {
    return status.replaceAll("\\s+", " ");
  }

  private void send(String fields, int flags) {
    if (!isPresent()) {
      return;
    }
    byte[] text = fields.getBytes(StandardCharsets.UTF_8);
    try (Memory message = new Memory(text.length);
        Memory to = new Memory(FAMILY_BYTES + address.length)) {
      message.write(0, text, 0, text.length);
      to.setShort(0, (short) UNIX);
      to.write(FAMILY_BYTES, address, 0, address.length);
      send(message, to, flags);
    } catch (UnsatisfiedLinkError e) {
      LOG.debug("the service manager is not told", e);
    }
  }

  private static void send(Memory message, Memory to, int flags) {
    int socket = call("socket", UNIX, DATAGRAM, 0);
    try (Memory patience = new Memory(2L * Long.BYTES)) {
      patience.setLong(0, MAX_WAIT_SECONDS);
      patience.setLong(Long.BYTES, 0);
      call("setsockopt", socket, SOCKET_LEVEL, SEND_TIMEOUT, patience, (int) patience.size());
    }
    int sent = call("sendto", socket, message, message.size(), flags, to, (int) to.size());
    if (sent < 0) {
      LOG.debug("the service manager's socket takes no message");
    }
    call("close", socket);
  }

  private static int call(String function, Object... arguments) {
    return Function.getFunction("c", function).invokeInt(arguments);
  }
}
