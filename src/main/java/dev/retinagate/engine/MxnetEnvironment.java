package dev.retinagate.engine;

import ai.djl.engine.Engine;
import ai.djl.mxnet.engine.MxEngine;
import ai.djl.mxnet.jna.JnaUtils;
import dev.retinagate.os.CpuFeatures;
import dev.retinagate.os.Environment;
import dev.retinagate.os.TilePermission;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings that MXNet and OpenMP read once, when the library loads.
 *
 * <p>MXNet's default engine runs the operators of all predictors of a process on one thread;
 * NaiveEngine runs them on the calling thread, so that N workers work in parallel. OpenMP's threads
 * are counted per calling thread, hence {@code workers × threads = cores}; MXNet would halve the
 * default, so it is always set. Java cannot change its own environment, but libc can.
 */
public final class MxnetEnvironment {

  private static final Logger LOG = LoggerFactory.getLogger(MxnetEnvironment.class);

  private static int preparedThreads;
  private static boolean amxWanted = true;
  private static CpuFeatures processor = CpuFeatures.ofThisMachine();

  private MxnetEnvironment() {}

  /**
   * Decides whether the engine may use AMX, where processor and kernel grant it; without a call it
   * may. To be called before {@link #prepare}.
   */
  public static synchronized void wantAmx(boolean wanted) {
    amxWanted = wanted;
  }

  /** The processor, with what the engine may use of it once the process is prepared. */
  public static synchronized CpuFeatures processor() {
    return processor;
  }

  /**
   * Prepares the process; the first call decides the number of threads.
   *
   * @param threadsPerSession OpenMP threads that each session's caller uses, at least 1
   * @throws IllegalStateException if the process was prepared with another number before
   */
  public static synchronized void prepare(int threadsPerSession) {
    if (threadsPerSession < 1) {
      throw new IllegalArgumentException("engine threads " + threadsPerSession + " < 1");
    }
    if (preparedThreads == threadsPerSession) {
      return;
    }
    if (preparedThreads != 0) {
      throw new IllegalStateException(
          "MXNet already runs with " + preparedThreads + " threads a session");
    }
    // A gateway must not call home, and DJL must not fetch a native library.
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    Environment.set("MXNET_ENGINE_TYPE", "NaiveEngine");
    Environment.set("OMP_NUM_THREADS", Integer.toString(threadsPerSession));
    // Threads that share a picture sleep while they wait for each other. If they spun, a core that
    // another process keeps busy would cost the picture many times that core's share.
    Environment.set("OMP_WAIT_POLICY", "PASSIVE");
    // One temporary space for each thread that computes instead of four, each as large as the
    // network's largest layer needs: a thread runs one operator after the other.
    Environment.set("MXNET_CPU_TEMP_COPY", "1");
    // OpenCV's, set here since the environment is the process's: a damaged upload is the client's
    // error and must not write to the node's standard error.
    Environment.set("OPENCV_LOG_LEVEL", "SILENT");
    useAmx();
    preparedThreads = threadsPerSession;
  }

  private static void useAmx() {
    Amx amx =
        Amx.decide(
            amxWanted,
            Optional.ofNullable(System.getenv(Amx.LIMIT)),
            CpuFeatures.CPU_INFO,
            TilePermission.OF_THE_KERNEL);
    amx.refusal().ifPresent(reason -> LOG.info("AMX is not used: {}", reason));
    processor = amx.cpu();
    if (processor.usesAmx()) {
      Environment.set(Amx.LIMIT, Amx.WITH_AMX);
    }
  }

  /**
   * Loads the library, which takes a second; otherwise the first session would load it.
   *
   * @throws IllegalStateException if the process is not prepared: workers would share one thread
   */
  public static void loadLibrary() {
    requirePrepared();
    Mxnet.start();
    Engine.getEngine(MxEngine.ENGINE_NAME);
  }

  /**
   * Sets how many OpenMP threads the calling thread's sessions use, from now on, in the place of
   * what {@link #prepare} said. To be called before the thread opens its first session, and never
   * with another number: oneDNN divides a primitive's work for a number of threads when it makes
   * it, MXNet keeps primitives for each thread, and one that runs on fewer threads leaves out what
   * was theirs.
   *
   * @param threads at least 1
   */
  public static void useThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("engine threads " + threads + " < 1");
    }
    loadLibrary();
    JnaUtils.checkCall(Mxnet.LIBRARY.MXSetNumOMPThreads(threads));
  }

  private static synchronized void requirePrepared() {
    if (preparedThreads == 0) {
      throw new IllegalStateException(
          "MxnetEnvironment.prepare must come before the first session");
    }
  }
}
