package dev.retinagate.modeltools.keras;

import dev.retinagate.graph.ParameterFile;
import dev.retinagate.graph.ResNet;
import dev.retinagate.graph.ResNet.Conv1Padding;
import dev.retinagate.graph.RetinaNet;
import dev.retinagate.graph.Tensor;
import dev.retinagate.model.Checksums;
import dev.retinagate.model.DetectorFamilies;
import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.ModelSpec;
import dev.retinagate.model.RetinaNetNetwork;
import dev.retinagate.modeltools.CocoLabels;
import dev.retinagate.modeltools.ModelFolder;
import dev.retinagate.modeltools.ModelToolException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Imports a RetinaNet that keras-retinanet saved, as a whole model or as weights alone. */
public final class KerasImport {

  /** Source: keras-retinanet, {@code preprocess_image}, mode caffe. */
  private static final List<Double> MEAN_BGR = List.of(103.939, 116.779, 123.68);

  private static final float SCORE_THRESHOLD = 0.5f;
  private static final Path SCRATCH = Path.of(System.getProperty("java.io.tmpdir"));

  /**
   * What the file does not say.
   *
   * @param shorterSide pixels that the shorter side of a picture is resized to, at least 16
   * @param longerSide most pixels of the longer side, at least {@code shorterSide}
   * @param conv1Padding how the first convolution is padded; empty to learn it from the file
   */
  public record Options(int shorterSide, int longerSide, Optional<Conv1Padding> conv1Padding) {

    private static final int SMALLEST_SIDE = 16;

    /** keras-retinanet's own sizes, and what the file says. */
    public static final Options DEFAULT = new Options(800, 1333, Optional.empty());

    /** Checks the ranges. */
    public Options {
      if (shorterSide < SMALLEST_SIDE || longerSide < shorterSide) {
        throw new ModelToolException(
            "sides "
                + shorterSide
                + " and "
                + longerSide
                + ": the shorter must be at least 16 and the longer at least the shorter");
      }
    }

    /**
     * The padding by its name on the command line.
     *
     * @param word {@code auto}, {@code symmetric} or {@code same}
     */
    public static Optional<Conv1Padding> conv1Padding(String word) {
      return switch (word) {
        case "auto" -> Optional.empty();
        case "symmetric" -> Optional.of(Conv1Padding.SYMMETRIC);
        case "same" -> Optional.of(Conv1Padding.SAME);
        default ->
            throw new ModelToolException(
                "conv1 padding '" + word + "' is not auto, symmetric, same");
      };
    }
  }

  private KerasImport() {}

  /**
   * Reads an {@code .h5} or {@code .h5.gz} file and writes {@code models/NAME}.
   *
   * @param warning told what had to be assumed
   * @return the folder written
   * @throws ModelToolException if the file is not such a model, or cannot be read or written;
   *     nothing is left behind then
   */
  public static Path run(
      Path file, String name, Path models, Options options, Consumer<String> warning) {
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("origin", file.getFileName().toString());
    origin.put("licence", "unknown: that of the file's author");
    return run(file, name, models, options, origin, warning);
  }

  /**
   * As above, for a file whose origin is known.
   *
   * @param origin what the provenance is to say of it: {@code origin}, {@code licence}
   */
  public static Path run(
      Path file,
      String name,
      Path models,
      Options options,
      Map<String, String> origin,
      Consumer<String> warning) {
    try (ModelFolder folder = new ModelFolder(models, name);
        KerasFile keras = KerasFile.open(file, SCRATCH)) {
      KerasConfig config = new KerasConfig(keras);
      ResNet backbone = RetinaNetWeights.backbone(keras);
      KerasConfig.Padding padding = padding(config.conv1Padding(), options, warning);
      int classes = RetinaNetWeights.classes(keras);
      RetinaNet network = new RetinaNet(backbone, classes, padding.padding());
      Map<String, Tensor> parameters = new RetinaNetWeights(keras, config, network).parameters();
      ModelSpec.ModelFile written =
          folder.write("network.params", out -> ParameterFile.write(parameters, out));
      RetinaNetNetwork section =
          new RetinaNetNetwork(
              backbone.label(),
              label(padding.padding()),
              options.shorterSide(),
              options.longerSide(),
              "BGR",
              MEAN_BGR,
              "shorter-side-bilinear");
      return folder.commit(
          new ModelSpec(
              name,
              DetectorFamilies.RETINANET,
              "fp32",
              Map.of(ModelBundle.PARAMETERS, written),
              ModelSpec.section(section),
              new ModelSpec.Thresholds(SCORE_THRESHOLD, config.iou(), config.maxDetections()),
              labels(classes),
              provenance(file, name, keras, options, padding, origin)));
    }
  }

  private static KerasConfig.Padding padding(
      KerasConfig.Padding found, Options options, Consumer<String> warning) {
    if (options.conv1Padding().isPresent()) {
      Conv1Padding wanted = options.conv1Padding().get();
      if (wanted != found.padding() && found.certain()) {
        warning.accept(
            "conv1 is padded "
                + label(wanted)
                + " as asked for, although "
                + found.reason()
                + ": every feature moves by up to a pixel");
      }
      return new KerasConfig.Padding(wanted, "the command line", true);
    }
    if (!found.certain()) {
      warning.accept(
          "conv1 is taken to be padded "
              + label(found.padding())
              + ": "
              + found.reason()
              + ". The weights are the same either way; --conv1-padding decides otherwise.");
    }
    return found;
  }

  private static List<String> labels(int classes) {
    List<String> coco = CocoLabels.read();
    return classes == coco.size()
        ? coco
        : IntStream.range(0, classes).mapToObj(id -> "class" + id).toList();
  }

  private static Map<String, String> provenance(
      Path file,
      String name,
      KerasFile keras,
      Options options,
      KerasConfig.Padding padding,
      Map<String, String> origin) {
    Map<String, String> provenance = new LinkedHashMap<>(origin);
    provenance.put("upstream", "https://github.com/fizyr/keras-retinanet");
    keras.attribute("keras_version").ifPresent(v -> provenance.put("keras-version", v));
    provenance.put("conv1-padding-known-from", padding.reason());
    provenance.put("source-file", file.getFileName().toString());
    try {
      provenance.put("source-sha256", Checksums.sha256(file));
    } catch (IOException e) {
      throw new ModelToolException("cannot read " + file + ": " + e.getMessage(), e);
    }
    provenance.put(
        "command",
        "java -jar target/retinagate.jar model import-keras %s --name %s --shorter-side %d --longer-side %d --conv1-padding %s"
            .formatted(
                file.getFileName(),
                name,
                options.shorterSide(),
                options.longerSide(),
                label(padding.padding())));
    return provenance;
  }

  private static String label(Conv1Padding padding) {
    return padding.name().toLowerCase(Locale.ROOT);
  }
}
