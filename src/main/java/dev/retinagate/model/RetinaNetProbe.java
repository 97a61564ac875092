package dev.retinagate.model;

import dev.retinagate.detection.PictureException;
import dev.retinagate.graph.RetinaNet;
import dev.retinagate.image.DecodedPicture;
import dev.retinagate.image.PictureDecoder;
import dev.retinagate.image.PictureHeader;
import dev.retinagate.image.ScaledInput;
import java.nio.ByteBuffer;
import java.util.List;

/** RetinaNet's network: its graph and its input's size depend on the picture's size. */
final class RetinaNetProbe implements NetworkProbe {

  private final RetinaNetNetwork network;
  private final RetinaNet graph;
  private final ScaledInput scaledInput;

  RetinaNetProbe(ModelBundle bundle) {
    network = bundle.spec().networkAs(RetinaNetNetwork.class);
    graph = network.graph(bundle.spec().labels().size());
    scaledInput = new ScaledInput(network.mean());
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

  @Override
  public void fill(ByteBuffer picture, PictureHeader header, InputMemory memory)
      throws PictureException {
    try (DecodedPicture decoded = PictureDecoder.decode(picture, header, 1)) {
      double scale = network.scale(decoded.width(), decoded.height());
      int width = ScaledInput.extent(decoded.width(), scale);
      int height = ScaledInput.extent(decoded.height(), scale);
      scaledInput.fill(decoded, scale, memory.of(1, RetinaNetDetector.CHANNELS, height, width));
    }
  }
}
