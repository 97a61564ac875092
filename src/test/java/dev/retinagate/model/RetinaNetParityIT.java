package dev.retinagate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detector;
import dev.retinagate.engine.MxnetEnvironment;
import dev.retinagate.engine.NativeTensor;
import dev.retinagate.engine.Session;
import dev.retinagate.graph.RetinaNet;
import dev.retinagate.graph.Symbol;
import dev.retinagate.graph.SymbolJson;
import dev.retinagate.image.DecodedPicture;
import dev.retinagate.image.PictureDecoder;
import dev.retinagate.image.PictureHeader;
import dev.retinagate.image.PictureLimits;
import dev.retinagate.image.ScaledInput;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares imported models and their detectors with keras-retinanet's own answers. */
@Tag("side-by-side")
class RetinaNetParityIT {

  private static final int CLASSES = 80;
  private static final float HEAD_TOLERANCE = 1e-3f;
  private static final float INPUT_TOLERANCE = 1e-4f;
  private static final float SCORE_TOLERANCE = 1e-4f;
  private static final float BOX_TOLERANCE = 0.05f;
  private static final float TIE = 1e-5f;
  private static final DetectionQuery AS_EVALUATED = DetectionQuery.of(0.05f, 300);

  @TempDir static Path models;

  @BeforeAll
  static void requireData() {
    assumeThat(KerasReference.DATA).as("reference data beside the project").isDirectory();
    MxnetEnvironment.prepare(Runtime.getRuntime().availableProcessors());
  }

  @ParameterizedTest
  @MethodSource("dev.retinagate.model.KerasReference#models")
  void answersTheOriginalsDetections(String model) throws Exception {
    List<String> differences = new ArrayList<>();
    for (List<KerasReference.Run> sameSides : KerasReference.runsBySides(model)) {
      KerasReference.Run first = sameSides.get(0);
      ModelBundle bundle =
          KerasReference.open(models, model, first.shorterSide(), first.longerSide());
      DetectorSettings settings = new DetectorSettings(PictureLimits.DEFAULT).with(Precision.FP32);
      try (Detector detector = new RetinaNetDetector(bundle, settings)) {
        for (KerasReference.Run run : sameSides) {
          compare(run, detector.detect(run.encoded(), AS_EVALUATED).found(), differences);
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void importsWeightsAloneToTheSameParametersAsTheWholeModel() {
    ModelSpec whole = KerasReference.open(models, "resnet50-padded", 800, 1333).spec();
    ModelSpec alone = KerasReference.open(models, "resnet50-padded-weights", 800, 1333).spec();

    assertThat(alone.files()).isEqualTo(whole.files());
    assertThat(alone.network()).isEqualTo(whole.network());
    assertThat(alone.thresholds()).isEqualTo(whole.thresholds());
  }

  @ParameterizedTest
  @MethodSource("dev.retinagate.model.KerasReference#models")
  void computesTheOriginalsHeads(String model) throws Exception {
    for (KerasReference.Run run : KerasReference.runs(model)) {
      if (run.hasHeads()) {
        ModelBundle bundle =
            KerasReference.open(models, model, run.shorterSide(), run.longerSide());
        RetinaNetNetwork network = bundle.spec().networkAs(RetinaNetNetwork.class);
        Symbol whole = network.graph(CLASSES).symbol(run.height(), run.width());
        try (Session session = Session.open(SymbolJson.write(whole), bundle.parameters())) {
          prepare(run, network, session);
          float[] worst = session.run(outputs -> worstDifferences(run, outputs));
          assertThat(worst[0]).as(run.picture() + " class scores").isLessThan(HEAD_TOLERANCE);
          assertThat(worst[1]).as(run.picture() + " box deltas").isLessThan(HEAD_TOLERANCE);
        }
      }
    }
  }

  /** Fills the input, and compares it with the original's. */
  private static void prepare(KerasReference.Run run, RetinaNetNetwork network, Session session)
      throws Exception {
    FloatBuffer input = session.input(1, 3, run.height(), run.width());
    PictureHeader header = PictureHeader.read(run.encoded(), PictureLimits.DEFAULT);
    try (DecodedPicture picture = PictureDecoder.decode(run.encoded(), header, 1)) {
      double scale = network.scale(picture.width(), picture.height());
      assertThat(scale).isEqualTo(run.scale());
      new ScaledInput(network.mean()).fill(picture, scale, input);
    }
    FloatBuffer expected = run.tensor("input");
    int cells = run.height() * run.width();
    float worst = 0;
    for (int cell = 0; cell < cells; cell++) {
      for (int c = 0; c < 3; c++) {
        worst = Math.max(worst, Math.abs(expected.get(3 * cell + c) - input.get(c * cells + cell)));
      }
    }
    assertThat(worst).as(run.picture() + " input").isLessThan(INPUT_TOLERANCE);
  }

  private static float[] worstDifferences(KerasReference.Run run, List<NativeTensor> outputs) {
    FloatBuffer classification = run.tensor("classification");
    FloatBuffer regression = run.tensor("regression");
    float[] worst = new float[2];
    int firstRow = 0;
    for (int level = 0; level < RetinaNet.LEVELS; level++) {
      NativeTensor logits = outputs.get(level);
      NativeTensor deltas = outputs.get(RetinaNet.LEVELS + level);
      int cells = logits.shape().get(2) * logits.shape().get(3);
      for (int row = 0; row < cells * RetinaNet.ANCHORS; row++) {
        int cell = row / RetinaNet.ANCHORS;
        int anchor = row % RetinaNet.ANCHORS;
        for (int c = 0; c < CLASSES; c++) {
          float score = Logit.sigmoid(logits.values().get((anchor * CLASSES + c) * cells + cell));
          float expected = classification.get((firstRow + row) * CLASSES + c);
          worst[0] = Math.max(worst[0], Math.abs(score - expected));
        }
        for (int side = 0; side < 4; side++) {
          float delta = deltas.values().get((anchor * 4 + side) * cells + cell);
          worst[1] =
              Math.max(worst[1], Math.abs(delta - regression.get((firstRow + row) * 4 + side)));
        }
      }
      firstRow += cells * RetinaNet.ANCHORS;
    }
    assertThat(firstRow * CLASSES).as("rows").isEqualTo(classification.capacity());
    return worst;
  }

  /**
   * Each answer must be the original's of the same rank, or of a rank whose score differs by less
   * than a tie.
   */
  private static void compare(
      KerasReference.Run run, List<Detection> found, List<String> differences) {
    List<KerasReference.Found> expected = new ArrayList<>(run.detections());
    if (found.size() != expected.size()) {
      differences.add(
          "%s: %d detections, not %d".formatted(run.picture(), found.size(), expected.size()));
      return;
    }
    boolean[] taken = new boolean[expected.size()];
    for (int rank = 0; rank < found.size(); rank++) {
      float score = expected.get(rank).score();
      boolean matched = false;
      for (int other = 0; other < expected.size() && !matched; other++) {
        KerasReference.Found candidate = expected.get(other);
        if (!taken[other]
            && Math.abs(candidate.score() - score) < TIE
            && isSame(candidate, found.get(rank))) {
          taken[other] = true;
          matched = true;
        }
      }
      if (!matched) {
        differences.add(
            "%s, rank %d: %s, not %s"
                .formatted(run.picture(), rank, found.get(rank), run.detections().get(rank)));
      }
    }
  }

  private static boolean isSame(KerasReference.Found expected, Detection found) {
    Box box = found.box();
    float[] corners = {box.x(), box.y(), box.x() + box.width(), box.y() + box.height()};
    boolean same =
        found.classId() == expected.classId()
            && Math.abs(found.score() - expected.score()) < SCORE_TOLERANCE;
    for (int i = 0; same && i < corners.length; i++) {
      same = Math.abs(corners[i] - expected.box()[i]) < BOX_TOLERANCE;
    }
    return same;
  }
}
