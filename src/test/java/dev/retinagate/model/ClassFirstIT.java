package dev.retinagate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.engine.MxnetEnvironment;
import dev.retinagate.engine.Session;
import dev.retinagate.image.DecodedPicture;
import dev.retinagate.image.PictureDecoder;
import dev.retinagate.image.PictureHeader;
import dev.retinagate.image.PictureLimits;
import dev.retinagate.image.ScaledInput;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The regression subnet on windows against the subnet on whole levels. */
@Tag("side-by-side")
class ClassFirstIT {

  private static final int CLASSES = 80;
  private static final float HIGH = 0.2f;

  /** So low that the subnet runs on every whole level. */
  private static final float LOW = 0.01f;

  @TempDir static Path models;

  @BeforeAll
  static void requireData() {
    assumeThat(KerasReference.DATA).as("reference data beside the project").isDirectory();
    MxnetEnvironment.prepare(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void computesTheSameBoxesOnPartsOfTheLevels() throws Exception {
    KerasReference.Run picture = KerasReference.runs("resnet50-padded").get(0);
    ModelBundle bundle = KerasReference.open(models, "resnet50-padded", 800, 1333);
    RetinaNetNetwork network = bundle.spec().networkAs(RetinaNetNetwork.class);
    try (RetinaNetSessions sessions =
        new RetinaNetSessions(network.graph(CLASSES), bundle.sessions(Precision.FP32), 1)) {
      Candidates whole = run(picture, network, sessions, LOW);
      long wholeCells = sessions.boxCells();
      Candidates parts = run(picture, network, sessions, HIGH);
      long partCells = sessions.boxCells() - wholeCells;

      assertThat(wholeCells).isEqualTo(100 * 100 + 50 * 50 + 25 * 25 + 13 * 13 + 7 * 7);
      assertThat(partCells).isPositive().isLessThan(wholeCells / 2);
      assertThat(parts.count()).isPositive();
      int found = 0;
      for (int i = 0; i < whole.count(); i++) {
        if (whole.scores()[i] >= HIGH) {
          assertThat(parts.classes()[found]).isEqualTo(whole.classes()[i]);
          assertThat(parts.scores()[found]).isEqualTo(whole.scores()[i]);
          for (int side = 0; side < 4; side++) {
            assertThat(parts.boxes()[4 * found + side])
                .isCloseTo(whole.boxes()[4 * i + side], within(1e-3f));
          }
          found++;
        }
      }
      assertThat(found).isEqualTo(parts.count());
    }
  }

  @Test
  void keepsNoMoreSessionsThanAllowed() throws Exception {
    ModelBundle bundle = KerasReference.open(models, "resnet50-padded", 800, 1333);
    RetinaNetNetwork network = bundle.spec().networkAs(RetinaNetNetwork.class);
    try (RetinaNetSessions sessions =
        new RetinaNetSessions(network.graph(CLASSES), bundle.sessions(Precision.FP32), 2)) {
      Session first = sessions.forInput(64, 64);
      sessions.forInput(65, 64);
      sessions.forInput(66, 65);

      assertThat(sessions.count()).isEqualTo(2);
      assertThat(sessions.forInput(64, 64)).isNotSameAs(first);
      assertThatCode(sessions::close).doesNotThrowAnyException();
    }
  }

  private static Candidates run(
      KerasReference.Run picture,
      RetinaNetNetwork network,
      RetinaNetSessions sessions,
      float threshold)
      throws Exception {
    Session session = sessions.forInput(picture.height(), picture.width());
    PictureHeader header = PictureHeader.read(picture.encoded(), PictureLimits.DEFAULT);
    try (DecodedPicture decoded = PictureDecoder.decode(picture.encoded(), header, 1)) {
      new ScaledInput(network.mean())
          .fill(decoded, picture.scale(), session.input(1, 3, picture.height(), picture.width()));
    }
    return sessions
        .run(session, picture.height(), picture.width(), DetectionQuery.of(threshold, 300))
        .candidates();
  }
}
