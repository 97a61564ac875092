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

/** A network of one graph and one square input for all pictures. */
final class LetterboxProbe implements NetworkProbe {

  private final LetterboxNetwork network;
  private final NetworkGraph graph;

  LetterboxProbe(ModelBundle bundle, LetterboxNetwork network) {
    Symbol symbol;
    try {
      symbol = SymbolJson.read(bundle.symbolJson());
    } catch (IllegalArgumentException e) {
      throw new ModelException("model " + bundle.spec().name() + ": " + e.getMessage(), e);
    }
    this.network = network;
    int side = network.inputSide();
    graph = new NetworkGraph(symbol, List.of(1, LetterboxNetwork.CHANNELS, side, side));
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
          memory.of(1, LetterboxNetwork.CHANNELS, side, side));
    }
  }
}
