package dev.retinagate.os;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps native libraries from writing to the terminal. They print to the file descriptor 2 whatever
 * Java does with {@link System#err}, and have no setting for it: MXNet announces its engine, libpng
 * each damaged picture.
 *
 * <p>While a task runs, the descriptor is a pipe's end. The pipe's text, other threads' messages
 * included, is written to the real standard error afterwards, without the lines of the library.
 * Text beyond the pipe's 64 KiB is lost: nobody waits. One task at a time: the second one would
 * take the first one's pipe for the real standard error.
 */
public final class NativeMessages {

  private static final Logger LOG = LoggerFactory.getLogger(NativeMessages.class);

  private static final int STANDARD_ERROR = 2;
  private static final int PIPE_BYTES = 1 << 16;

  /** Linux on x86-64: O_NONBLOCK and O_CLOEXEC. Nobody waits for a full pipe or an empty one. */
  private static final int PIPE_FLAGS = 0x800 | 0x80000;

  /**
   * What is to be run.
   *
   * @param <T> its result
   * @param <E> what it throws
   */
  @FunctionalInterface
  public interface Task<T, E extends Exception> {

    /** Runs it. */
    T run() throws E;
  }

  private NativeMessages() {}

  /**
   * Runs a task, and drops the lines that a native library prints meanwhile.
   *
   * @param mark a text in each of the library's lines, and in no others
   */
  public static synchronized <T, E extends Exception> T without(String mark, Task<T, E> task)
      throws E {
    int[] pipe = openPipe();
    if (pipe == null) {
      return task.run();
    }
    int real = call("dup", STANDARD_ERROR);
    call("dup2", pipe[1], STANDARD_ERROR);
    call("close", pipe[1]);
    try {
      return task.run();
    } finally {
      call("dup2", real, STANDARD_ERROR);
      call("close", real);
      passOn(readAll(pipe[0]), mark);
      call("close", pipe[0]);
    }
  }

  /** The reading and the writing end; null where there are no descriptors left. */
  private static int[] openPipe() {
    try (Memory ends = new Memory(2L * Integer.BYTES)) {
      if (call("pipe2", ends, PIPE_FLAGS) != 0) {
        LOG.debug("no pipe for the native libraries' messages");
        return null;
      }
      return ends.getIntArray(0, 2);
    }
  }

  private static String readAll(int descriptor) {
    StringBuilder text = new StringBuilder();
    try (Memory buffer = new Memory(PIPE_BYTES)) {
      int length = call("read", descriptor, buffer, PIPE_BYTES);
      while (length > 0) {
        text.append(new String(buffer.getByteArray(0, length), StandardCharsets.ISO_8859_1));
        length = call("read", descriptor, buffer, PIPE_BYTES);
      }
    }
    return text.toString();
  }

  private static void passOn(String text, String mark) {
    StringBuilder others = new StringBuilder();
    for (String line : text.split("(?<=\n)", -1)) {
      if (!line.contains(mark)) {
        others.append(line);
      }
    }
    byte[] bytes = others.toString().getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length > 0) {
      try (Memory memory = new Memory(bytes.length)) {
        memory.write(0, bytes, 0, bytes.length);
        call("write", STANDARD_ERROR, memory, bytes.length);
      }
    }
  }

  private static int call(String function, Object... arguments) {
    return Function.getFunction("c", function).invokeInt(arguments);
  }
}
