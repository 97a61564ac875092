package dev.retinagate.modeltools.keras;

import dev.retinagate.config.FileNames;
import dev.retinagate.detection.Thresholds;
import dev.retinagate.graph.ParameterFile;
import dev.retinagate.graph.ResNet;
import dev.retinagate.graph.ResNet.Conv1Padding;
import dev.retinagate.graph.RetinaNet;
import dev.retinagate.graph.Tensor;
import dev.retinagate.model.DetectorFamilies;
import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.ModelSpec;
import dev.retinagate.model.RetinaNetNetwork;
import dev.retinagate.modeltools.ClassNames;
import dev.retinagate.modeltools.ModelFolder;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.NewModel;
import dev.retinagate.modeltools.SourceFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Imports a RetinaNet that keras-retinanet saved, as a whole model or as weights alone. */
public final class KerasImport {

  /** Source: keras-retinanet, {@code preprocess_image}, mode caffe. */
  private static final List<Double> MEAN_BGR = List.of(103.939, 116.779, 123.68);

  private static final String ASSUMED_ANCHORS =
      "the file does not say its anchors: keras-retinanet's defaults are taken. A model that was"
          + " trained with anchors of its own would find its objects in wrong places.";

  private static final float SCORE_THRESHOLD = 0.5f;
  private static final Path SCRATCH = Path.of(System.getProperty("java.io.tmpdir"));

  /**
   * Parameters that a file does not have.
   *
   * @param shorterSide pixels that the shorter side of a picture is resized to, at least 16
   * @param longerSide most pixels of the longer side, at least {@code shorterSide}
   * @param conv1Padding how the first convolution is padded; empty to learn it from the file
   * @param labels the classes by class id; empty for COCO's where there are 80, else for class0 and
   *     so on
   */
  public record Options(
      int shorterSide,
      int longerSide,
      Optional<Conv1Padding> conv1Padding,
      Optional<List<String>> labels) {

    private static final int SMALLEST_SIDE = 16;

    /** keras-retinanet's own sizes, the file's padding, no names. */
    public static final Options DEFAULT =
        new Options(800, 1333, Optional.empty(), Optional.empty());

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

  private final Path file;
  private final NewModel target;
  private final Options options;
  private final Map<String, String> origin;
  private final Consumer<String> warning;

  private KerasImport(
      Path file,
      NewModel target,
      Options options,
      Map<String, String> origin,
      Consumer<String> warning) {
    this.file = file;
    this.target = target;
    this.options = options;
    this.origin = origin;
    this.warning = warning;
  }

  /**
   * Reads an {@code .h5} or {@code .h5.gz} file and writes a model.
   *
   * @param warning receives a sentence for each assumption
   * @return the folder written
   * @throws ModelToolException if the file is not such a model, or cannot be read or written;
   *     nothing is left behind then
   */
  public static Path run(Path file, NewModel target, Options options, Consumer<String> warning) {
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("origin", FileNames.text(file.getFileName()));
    origin.put("licence", "unknown: that of the file's author");
    return new KerasImport(file, target, options, origin, warning).run(false);
  }

  /**
   * As above, for a published file: it is known to have the default anchors.
   *
   * @param origin for the provenance: {@code origin}, {@code licence}
   */
  public static Path run(
      Path file,
      NewModel target,
      Options options,
      Map<String, String> origin,
      Consumer<String> warning) {
    return new KerasImport(file, target, options, origin, warning).run(true);
  }

  /** {@code published} files need no warning of an assumption that is known to be true. */
  private Path run(boolean published) {
    try (ModelFolder folder = new ModelFolder(target);
        KerasFile keras = KerasFile.open(file, SCRATCH)) {
      KerasConfig config = new KerasConfig(keras);
      ResNet backbone = RetinaNetWeights.backbone(keras);
      if (!new KerasAnchors(keras, config).requireDefaults() && !published) {
        warning.accept(ASSUMED_ANCHORS);
      }
      return write(keras, config, backbone, folder);
    }
  }

  private Path write(KerasFile keras, KerasConfig config, ResNet backbone, ModelFolder folder) {
    KerasConfig.Padding padding = padding(config.conv1Padding());
    int classes = RetinaNetWeights.classes(keras);
    List<String> labels = ClassNames.of(classes, options.labels(), file, warning);
    RetinaNet network = new RetinaNet(backbone, classes, padding.padding());
    Map<String, Tensor> parameters = new RetinaNetWeights(keras, config, network).parameters();
    RetinaNetNetwork section =
        new RetinaNetNetwork(
            backbone.label(),
            label(padding.padding()),
            options.shorterSide(),
            options.longerSide(),
            "BGR",
            MEAN_BGR,
            "shorter-side-bilinear");
    ModelSpec.ModelFile written =
        folder.write("network.params", out -> ParameterFile.write(parameters, out));
    return folder.commit(
        new ModelSpec(
            target.name(),
            DetectorFamilies.RETINANET,
            "fp32",
            Map.of(ModelBundle.PARAMETERS, written),
            ModelSpec.section(section),
            new Thresholds(SCORE_THRESHOLD, config.iou(), config.maxDetections()),
            labels,
            provenance(keras, padding)));
  }

  private KerasConfig.Padding padding(KerasConfig.Padding found) {
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

  private Map<String, String> provenance(KerasFile keras, KerasConfig.Padding padding) {
    Map<String, String> provenance = new LinkedHashMap<>(origin);
    provenance.put("upstream", "https://github.com/fizyr/keras-retinanet");
    keras.attribute("keras_version").ifPresent(v -> provenance.put("keras-version", v));
    provenance.put("conv1-padding-known-from", padding.reason());
    provenance.put("source-file", FileNames.text(file.getFileName()));
    provenance.put("source-sha256", SourceFile.sha256(file));
    provenance.put(
        "command",
        "java -jar target/retinagate.jar model import-keras %s --name %s --shorter-side %d --longer-side %d --conv1-padding %s%s"
            .formatted(
                FileNames.text(file.getFileName()),
                target.name(),
                options.shorterSide(),
                options.longerSide(),
                label(padding.padding()),
                options.labels().map(told -> " --labels FILE").orElse("")));
    return provenance;
  }

  private static String label(Conv1Padding padding) {
    return padding.name().toLowerCase(Locale.ROOT);
  }
}
