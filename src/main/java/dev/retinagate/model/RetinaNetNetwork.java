package dev.retinagate.model;

import dev.retinagate.graph.ResNet;
import dev.retinagate.graph.RetinaNet;
import java.util.List;
import java.util.Locale;

/**
 * The network section of a RetinaNet model. The graph is built from it, for each size of input.
 *
 * @param backbone {@code resnet50}, {@code resnet101} or {@code resnet152}
 * @param conv1Padding how the first convolution is padded, {@code symmetric} or {@code same}
 * @param shorterSide pixels that the shorter side of a picture is resized to
 * @param longerSide most pixels of the longer side; a longer one is resized to this instead
 * @param channels order of the input's planes, {@code BGR}
 * @param mean subtracted from each channel before resizing, on the 0..255 scale
 * @param resize method by which a picture becomes the input, {@code shorter-side-bilinear}
 */
public record RetinaNetNetwork(
    String backbone,
    String conv1Padding,
    int shorterSide,
    int longerSide,
    String channels,
    List<Double> mean,
    String resize) {

  /**
   * The factor by which a picture is resized, in double as the original computes it: enlarged as
   * well as shrunk, the same for both axes.
   *
   * @param width pixels
   * @param height pixels
   */
  double scale(int width, int height) {
    double scale = (double) shorterSide / Math.min(width, height);
    int longer = Math.max(width, height);
    return longer * scale > longerSide ? (double) longerSide / longer : scale;
  }

  /** The graph's builder for this many classes. */
  RetinaNet graph(int classes) {
    try {
      return new RetinaNet(
          ResNet.valueOf(backbone.toUpperCase(Locale.ROOT)),
          classes,
          ResNet.Conv1Padding.valueOf(conv1Padding.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "the network section names the backbone '"
              + backbone
              + "' with the conv1 padding '"
              + conv1Padding
              + "'; known are resnet50, resnet101, resnet152 with symmetric, same",
          e);
    }
  }
}
