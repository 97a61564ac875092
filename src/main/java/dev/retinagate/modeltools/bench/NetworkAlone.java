package dev.retinagate.modeltools.bench;

import dev.retinagate.detection.PictureException;
import dev.retinagate.engine.Session;
import dev.retinagate.engine.TensorShapes;
import dev.retinagate.graph.MultiplyAccumulates;
import dev.retinagate.graph.SymbolJson;
import dev.retinagate.image.PictureHeader;
import dev.retinagate.model.DetectorFamilies;
import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.NetworkGraph;
import dev.retinagate.model.NetworkProbe;
import dev.retinagate.model.Precision;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;

/**
 * The whole network on one worker, without decoding and post-processing, and without the shortcuts
 * of a detector: a figure to compare with the core's peak. In another precision it runs in turns
 * with what a node computes in fp32, so that other load on the machine slows both alike; for a wide
 * picture, int8 may have fewer rows to compute.
 *
 * @param macs multiply-accumulates of one run
 * @param nanos of the fastest run: other load on the machine makes none faster
 * @param fp32Nanos the same of the fp32 network, where the network is not fp32 itself
 */
record NetworkAlone(long macs, long nanos, OptionalLong fp32Nanos) {

  /** The first run reorders the weights. */
  private static final int WARM_UP_RUNS = 2;

  private static final int MIN_RUNS = 3;

  /**
   * Measures on the calling thread.
   *
   * @param precision resolved
   * @param duration for how long, the first runs not counted; at least some runs are made
   * @throws PictureException if the picture cannot be used
   */
  static NetworkAlone measure(
      ModelBundle bundle,
      Precision precision,
      ByteBuffer picture,
      PictureHeader header,
      Duration duration)
      throws PictureException {
    List<Session> sessions = new ArrayList<>();
    long macs = 0;
    try {
      for (Precision each : new LinkedHashSet<>(List.of(Precision.FP32, precision))) {
        NetworkProbe probe = DetectorFamilies.probe(bundle, each);
        NetworkGraph graph = probe.graphFor(header.uprightWidth(), header.uprightHeight());
        String json = SymbolJson.write(graph.symbol());
        macs = MultiplyAccumulates.count(graph.symbol(), TensorShapes.of(json, graph.input()));
        Session session = bundle.session(json, each);
        sessions.add(session);
        probe.fill(picture.duplicate(), header, session::input);
      }
      long[] fastest = inTurns(sessions, duration);
      return sessions.size() == 1
          ? new NetworkAlone(macs, fastest[0], OptionalLong.empty())
          : new NetworkAlone(macs, fastest[1], OptionalLong.of(fastest[0]));
    } finally {
      sessions.forEach(Session::close);
    }
  }

  private static long[] inTurns(List<Session> sessions, Duration duration) {
    long[] fastest = new long[sessions.size()];
    long start = 0;
    for (int run = -WARM_UP_RUNS;
        run < MIN_RUNS || System.nanoTime() - start < duration.toNanos();
        run++) {
      if (run == 0) {
        start = System.nanoTime();
      }
      for (int i = 0; i < sessions.size(); i++) {
        long begun = System.nanoTime();
        sessions.get(i).run(outputs -> null);
        long nanos = System.nanoTime() - begun;
        fastest[i] = run <= 0 ? nanos : Math.min(fastest[i], nanos);
      }
    }
    return fastest;
  }
}
