package dev.retinagate.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of HotSpot's just-in-time compilers, which compete with the workers for the cores. A
 * new kind of load makes them take up to half of a core for seconds, and queued pictures wait twice
 * as long meanwhile. The code that they would improve is a twentieth of the node's work.
 */
public final class CompilerThreads {

  private static final Logger LOG = LoggerFactory.getLogger(CompilerThreads.class);

  private static final Path TASKS = Path.of("/proc/self/task");

  /** A sixth of a core's time beside a thread of normal priority; all of it on an idle core. */
  private static final int NICE = 7;

  private CompilerThreads() {}

  /**
   * Lowers their priority below all other threads', for good. Compiler threads that are started
   * later inherit it. To be called before the node starts: the start is mostly compilation and
   * takes no longer at a low priority, and other nodes on the machine serve meanwhile. Does nothing
   * where there is no procfs.
   */
  public static void lowerPriority() {
    try {
      for (int thread : find(TASKS)) {
        ThreadPriority.set(thread, NICE);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("compiler threads keep their priority", e);
    }
  }

  /** Ids of the compiler threads among a process's tasks. */
  static List<Integer> find(Path tasks) throws IOException {
    try (Stream<Path> all = Files.list(tasks)) {
      return all.filter(CompilerThreads::compiles)
          .map(task -> Integer.valueOf(task.getFileName().toString()))
          .toList();
    }
  }

  private static boolean compiles(Path task) {
    try {
      // The kernel keeps the first 15 characters of a name.
      return Files.readString(task.resolve("comm")).matches("C[12] CompilerThre\\s*");
    } catch (IOException e) {
      // The thread has ended meanwhile.
      return false;
    }
  }
}
