package dev.retinagate.modeltools.onnx;

import dev.retinagate.detection.Thresholds;
import dev.retinagate.model.DetectorFamilies;
import dev.retinagate.model.ModelSpec;
import dev.retinagate.model.NanoDetNetwork;
import dev.retinagate.model.YoloxNetwork;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.layers.LayerGraph;
import dev.retinagate.modeltools.onnx.OnnxValue.Level;
import dev.retinagate.modeltools.onnx.OnnxValue.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The families that are imported from ONNX, known by what each level of the output is made of. */
enum OnnxFamily {

  /** Scores of the classes after a sigmoid, then the bins of four sides. */
  NANODET_PLUS(DetectorFamilies.NANODET_PLUS, 0.6f, "https://github.com/RangiLyu/nanodet") {
    @Override
    boolean matches(List<Piece> pieces) {
      return pieces.size() == 2
          && pieces.get(0).sigmoid()
          && !pieces.get(1).sigmoid()
          && pieces.get(1).planes() % SIDES == 0;
    }

    @Override
    int classes(List<Piece> pieces) {
      return pieces.get(0).planes();
    }

    @Override
    Map<String, Object> section(int inputSide, List<Integer> strides, List<Piece> pieces) {
      int bins = pieces.get(1).planes() / SIDES;
      return ModelSpec.section(NanoDetNetwork.asPublished(inputSide, strides, bins));
    }
  },

  /** Four numbers of the box, then objectness and the classes' scores, both after a sigmoid. */
  YOLOX(DetectorFamilies.YOLOX, 0.65f, "https://github.com/Megvii-BaseDetection/YOLOX") {
    @Override
    boolean matches(List<Piece> pieces) {
      return pieces.size() == 2
          && !pieces.get(0).sigmoid()
          && pieces.get(0).planes() == SIDES
          && pieces.get(1).sigmoid()
          && pieces.get(1).planes() > 1;
    }

    @Override
    int classes(List<Piece> pieces) {
      return pieces.get(1).planes() - 1;
    }

    @Override
    Map<String, Object> section(int inputSide, List<Integer> strides, List<Piece> pieces) {
      return ModelSpec.section(YoloxNetwork.asPublished(inputSide, strides));
    }
  };

  private static final int SIDES = 4;
  private static final float SCORE = 0.3f;
  private static final int MAX_DETECTIONS = 300;

  private final String word;
  private final float iou;
  private final String upstream;

  /** Neighbouring planes of a level that all are scores, or all are not. */
  record Piece(int planes, boolean sigmoid) {
    @Override
    public String toString() {
      return planes + (sigmoid ? " scores" : " planes");
    }
  }

  OnnxFamily(String word, float iou, String upstream) {
    this.word = word;
    this.iou = iou;
    this.upstream = upstream;
  }

  abstract boolean matches(List<Piece> pieces);

  /** How many classes the model has. */
  abstract int classes(List<Piece> pieces);

  /** The network section of model.yaml. */
  abstract Map<String, Object> section(int inputSide, List<Integer> strides, List<Piece> pieces);

  /** The family's name in model.yaml. */
  String word() {
    return word;
  }

  /** As the family's authors draw detections, and suppress in their evaluation. */
  Thresholds thresholds() {
    return new Thresholds(SCORE, iou, MAX_DETECTIONS);
  }

  /** The project that trains such networks. */
  String upstream() {
    return upstream;
  }

  /** What a level is made of. */
  static List<Piece> pieces(Level level, LayerGraph.Builder graph) {
    List<Piece> pieces = new ArrayList<>();
    for (Part part : level.parts()) {
      int planes = graph.extents(part.layer()).channels();
      int last = pieces.size() - 1;
      if (last >= 0 && pieces.get(last).sigmoid() == part.sigmoid()) {
        pieces.set(last, new Piece(pieces.get(last).planes() + planes, part.sigmoid()));
      } else {
        pieces.add(new Piece(planes, part.sigmoid()));
      }
    }
    return pieces;
  }

  /**
   * The family of a network.
   *
   * @throws ModelToolException if it is of none
   */
  static OnnxFamily of(List<Piece> pieces) {
    for (OnnxFamily family : values()) {
      if (family.matches(pieces)) {
        return family;
      }
    }
    throw new ModelToolException(
        "the output is made of "
            + pieces
            + "; expected scores and 4 × n bins as nanodet-plus has them, or 4 box planes,"
            + " objectness and scores as yolox has them");
  }
}
