package dev.retinagate.model;

import dev.retinagate.detection.PictureException;
import dev.retinagate.graph.Symbol;
import dev.retinagate.graph.SymbolJson;
import dev.retinagate.image.DecodedPicture;
import dev.retinagate.image.InputTensor;
import dev.retinagate.image.PictureDecoder;
import dev.retinagate.image.PictureHeader;
import java.nio.ByteBuffer;
import java.util.List;

/** NanoDet's network: one graph and one size for all pictures. */
final class NanoDetProbe implements NetworkProbe {

  private final NanoDetNetwork network;
  private final NetworkGraph graph;

  NanoDetProbe(ModelBundle bundle) {
    Symbol symbol;
    try {
      symbol = SymbolJson.read(bundle.symbolJson());
    } catch (IllegalArgumentException e) {
      throw new ModelException("model " + bundle.spec().name() + ": " + e.getMessage(), e);
    }
    network = bundle.spec().networkAs(NanoDetNetwork.class);
    int side = network.inputSide();
    graph = new NetworkGraph(symbol, List.of(1, NanoDetNetwork.CHANNELS, side, side));
  }

  @Override
  public NetworkGraph graphFor(int width, int height) {
    return graph;
  }

  @Override
  public void fill(ByteBuffer picture, PictureHeader header, InputMemory memory)
      throws PictureException {
    int side = network.inputSide();
    try (DecodedPicture decoded =
        PictureDecoder.decode(picture, header, network.reduction(header))) {
      InputTensor.letterbox(
          decoded,
          side,
          network.normalisation(),
          memory.of(1, NanoDetNetwork.CHANNELS, side, side));
    }
  }
}
