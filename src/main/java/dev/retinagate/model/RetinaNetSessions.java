package dev.retinagate.model;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.engine.NativeTensor;
import dev.retinagate.engine.Session;
import dev.retinagate.graph.RetinaNet;
import dev.retinagate.graph.Symbol;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Runs a RetinaNet, classes first. The regression subnet, more than a quarter of the work, runs
 * only around cells with a score that the query asks for. The answer is the same: greedy
 * suppression visits candidates by descending score, so that a lower score changes nothing above
 * it.
 *
 * <p>The network's graph depends on the parities of the input's extents, hence sessions by symbol.
 * Belongs to one thread at a time.
 */
final class RetinaNetSessions implements AutoCloseable {

  /** Whole levels and windows of one size of input; each session of the subnet is small. */
  private static final int KEPT_BOX_SESSIONS = 6;

  private static final Symbol BOX_SYMBOL = RetinaNet.boxSymbol();

  private final RetinaNet network;
  private final RetinaNetDecoder decoder;
  private final SessionCache classSessions;
  private final SessionCache boxSessions;
  private long boxCells;

  /**
   * The result of a run.
   *
   * @param candidates in pixels of the input
   * @param networkNanos time in the networks alone
   */
  record Answer(Candidates candidates, long networkNanos) {}

  RetinaNetSessions(RetinaNet network, SessionOpener opener, int max) {
    this.network = network;
    this.decoder = new RetinaNetDecoder(network.classes());
    this.classSessions = new SessionCache(opener, max);
    this.boxSessions = new SessionCache(opener.forPart(RetinaNet::boxPlan), KEPT_BOX_SESSIONS);
  }

  /** The session for an input of this size, whose input is to be filled before {@link #run}. */
  Session forInput(int height, int width) {
    Symbol symbol = network.classSymbol(height, width);
    return classSessions.of(symbol, symbol);
  }

  /** Runs the network on an input of this size and decodes what the query asks for. */
  Answer run(Session session, int height, int width, DetectionQuery query) {
    Candidates candidates = new Candidates();
    long start = System.nanoTime();
    long network =
        session.run(
            outputs -> {
              long ran = System.nanoTime() - start;
              for (int level = 0; level < RetinaNet.LEVELS; level++) {
                RetinaNetDecoder.Passing passing = decoder.scan(outputs.get(level), level, query);
                if (passing.rows().length > 0) {
                  float[] deltas = new float[Anchors.SIDES * passing.rows().length];
                  ran += regress(outputs.get(RetinaNet.LEVELS + level), passing, deltas);
                  decoder.boxes(passing, deltas, height, width, candidates);
                }
              }
              return ran;
            });
    return new Answer(candidates, network);
  }

  /** Runs the regression subnet where it is needed; returns the nanoseconds that took. */
  private long regress(NativeTensor level, RetinaNetDecoder.Passing passing, float[] deltas) {
    long start = System.nanoTime();
    List<BoxWindow> windows =
        BoxWindow.covering(decoder.cells(passing), passing.height(), passing.width());
    for (BoxWindow window : windows) {
      List<Integer> shape = List.of(window.height(), window.width());
      Session session = boxSessions.of(BOX_SYMBOL, shape);
      copy(
          level,
          window,
          session.input(1, RetinaNet.PYRAMID_CHANNELS, window.height(), window.width()));
      session.run(
          outputs -> {
            decoder.gather(passing, window, outputs.get(0), deltas);
            return null;
          });
      boxCells += (long) window.height() * window.width();
    }
    return System.nanoTime() - start;
  }

  private static void copy(NativeTensor level, BoxWindow window, FloatBuffer target) {
    FloatBuffer values = level.values();
    for (int channel = 0; channel < RetinaNet.PYRAMID_CHANNELS; channel++) {
      for (int row = 0; row < window.height(); row++) {
        int from =
            (channel * window.levelHeight() + window.top() + row) * window.levelWidth()
                + window.left();
        int to = (channel * window.height() + row) * window.width();
        target.put(to, values, from, window.width());
      }
    }
  }

  /** Cells that the regression subnet was run on, since the start. */
  long boxCells() {
    return boxCells;
  }

  /** How many sessions of the network are open. */
  int count() {
    return classSessions.count();
  }

  @Override
  public void close() {
    classSessions.close();
    boxSessions.close();
  }
}
