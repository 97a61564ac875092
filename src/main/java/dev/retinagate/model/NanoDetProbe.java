package dev.retinagate.model;

import dev.retinagate.graph.Symbol;
import dev.retinagate.graph.SymbolJson;
import java.util.List;

/** NanoDet's network: one graph and one size for all pictures. */
final class NanoDetProbe implements NetworkProbe {

  private final NetworkGraph graph;

  NanoDetProbe(ModelBundle bundle) {
    Symbol symbol;
    try {
      symbol = SymbolJson.read(bundle.symbolJson());
    } catch (IllegalArgumentException e) {
      throw new ModelException("model " + bundle.spec().name() + ": " + e.getMessage(), e);
    }
    int side = bundle.spec().networkAs(NanoDetNetwork.class).inputSide();
    this.graph = new NetworkGraph(symbol, List.of(1, NanoDetDetector.CHANNELS, side, side));
  }

  @Override
  public NetworkGraph graphFor(int width, int height) {
    return graph;
  }
}
