package dev.retinagate.modeltools.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.retinagate.support.CommandRun;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The built-in model's accuracy by the command line. The pictures live beside the project, in
 * {@code ../shared} unless the system property {@code retinagate.shared} says otherwise; without
 * them the test is skipped.
 */
@Tag("side-by-side")
class EvaluateIT {

  /** As measured of an independent implementation of the network; see README. */
  private static final double MAP = 0.329;

  private static final double AP50 = 0.466;

  /** Decoders of JPEG differ in a bit here and there. */
  private static final double TOLERANCE = 0.005;

  private static final Path DATA =
      Path.of(System.getProperty("retinagate.shared", "../shared"), "data", "coco-train128");

  @Test
  void theBuiltInModelIsAsAccurateAsTheIndependentImplementation() {
    assumeThat(DATA).as("data set beside the project").isDirectory();

    CommandRun run =
        CommandRun.of(
            "evaluate",
            // As the independent implementation computes; Int8AccuracyIT judges the other
            // precision.
            "--precision",
            "fp32",
            "--images",
            DATA.resolve("images").toString(),
            "--labels",
            DATA.resolve("labels").toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.lines())
        .first()
        .isEqualTo("Model nanodet-g: 128 pictures, 929 objects of 71 classes");
    assertThat(figure(run, "mAP")).isCloseTo(MAP, within(TOLERANCE));
    assertThat(figure(run, "AP50")).isCloseTo(AP50, within(TOLERANCE));
  }

  private static double figure(CommandRun run, String name) {
    Matcher line =
        Pattern.compile("^" + name + " +([0-9.]+) ", Pattern.MULTILINE).matcher(run.out());
    assertThat(line.find()).as("%s in%n%s", name, run.out()).isTrue();
    return Double.parseDouble(line.group(1));
  }
}
