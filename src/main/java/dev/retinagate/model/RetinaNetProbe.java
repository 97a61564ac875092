package dev.retinagate.model;

import dev.retinagate.graph.RetinaNet;
import dev.retinagate.image.ScaledInput;
import java.util.List;

/** RetinaNet's network: a graph and a size for each size of picture. */
final class RetinaNetProbe implements NetworkProbe {

  private final RetinaNetNetwork network;
  private final RetinaNet graph;

  RetinaNetProbe(ModelBundle bundle) {
    network = bundle.spec().networkAs(RetinaNetNetwork.class);
    graph = network.graph(bundle.spec().labels().size());
  }

  @Override
  public NetworkGraph graphFor(int width, int height) {
    double scale = network.scale(width, height);
    int scaledWidth = ScaledInput.extent(width, scale);
    int scaledHeight = ScaledInput.extent(height, scale);
    return new NetworkGraph(
        graph.symbol(scaledHeight, scaledWidth),
        List.of(1, RetinaNetDetector.CHANNELS, scaledHeight, scaledWidth));
  }
}
