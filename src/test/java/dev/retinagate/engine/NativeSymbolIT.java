package dev.retinagate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.model.ModelRepository;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On the built-in network. */
class NativeSymbolIT {

  private static final String BACKEND = "MKLDNN_QUANTIZE";
  private static final int THREADS = 4;

  /** Without the lock the process nearly always crashes within two hundred calls. */
  private static final int FUSIONS_EACH = 300;

  @BeforeAll
  static void prepareEngine() {
    MxnetEnvironment.prepare(1);
  }

  /** Workers fuse when the node starts, when a detector is rebuilt, and for each new input size. */
  @Test
  void isFusedBySeveralThreadsAtATime() throws Exception {
    String json = new ModelRepository(Path.of("models")).open("nanodet-g").symbolJson();
    String alone = fuseRepeatedly(json, 1);
    Callable<String> worker = () -> fuseRepeatedly(json, FUSIONS_EACH);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (Future<String> last : threads.invokeAll(Collections.nCopies(THREADS, worker))) {
        assertThat(last.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Returns the graph of the last call. */
  private static String fuseRepeatedly(String json, int times) {
    String fused = "";
    try (NativeSymbol symbol = NativeSymbol.parse(json)) {
      for (int i = 0; i < times; i++) {
        try (NativeSymbol result = symbol.fuse(BACKEND)) {
          fused = i == times - 1 ? result.toJson() : fused;
        }
      }
    }
    return fused;
  }
}
