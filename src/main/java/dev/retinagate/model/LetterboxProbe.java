package dev.retinagate.model;

import dev.retinagate.detection.PictureException;
import dev.retinagate.image.DecodedPicture;
import dev.retinagate.image.InputTensor;
import dev.retinagate.image.Letterbox;
import dev.retinagate.image.PictureDecoder;
import dev.retinagate.image.PictureHeader;
import java.nio.ByteBuffer;
import java.util.List;

/** A network of a square input, at the sizes that a precision computes it at. */
final class LetterboxProbe implements NetworkProbe {

  private final LetterboxNetwork network;
  private final InputSizes sizes;

  LetterboxProbe(ModelBundle bundle, LetterboxNetwork network, Precision precision) {
    this.network = network;
    this.sizes = new InputSizes(network.inputSide(), bundle.symbol(), precision);
  }

  @Override
  public NetworkGraph graphFor(int width, int height) {
    int rows = sizes.rows(width, height);
    return new NetworkGraph(
        sizes.network(rows), List.of(1, LetterboxNetwork.CHANNELS, rows, network.inputSide()));
  }

  @Override
  public void fill(ByteBuffer picture, PictureHeader header, InputMemory memory)
      throws PictureException {
    try (DecodedPicture decoded =
        PictureDecoder.decode(picture, header, network.reduction(header))) {
      Letterbox place = sizes.place(header, decoded);
      InputTensor.letterbox(
          decoded,
          place,
          network.normalisation(),
          memory.of(1, LetterboxNetwork.CHANNELS, place.rows(), place.columns()));
    }
  }
}
