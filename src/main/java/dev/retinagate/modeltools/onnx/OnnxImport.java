package dev.retinagate.modeltools.onnx;

import dev.retinagate.config.FileNames;
import dev.retinagate.engine.Session;
import dev.retinagate.model.ModelSpec;
import dev.retinagate.model.ModelSpec.ModelFile;
import dev.retinagate.modeltools.ClassNames;
import dev.retinagate.modeltools.ModelFolder;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.NetworkFiles;
import dev.retinagate.modeltools.NewModel;
import dev.retinagate.modeltools.SourceFile;
import dev.retinagate.modeltools.layers.ChannelRouting;
import dev.retinagate.modeltools.layers.Extents;
import dev.retinagate.modeltools.layers.LayerGraph;
import dev.retinagate.modeltools.layers.Op;
import dev.retinagate.modeltools.layers.SpaceToDepthFolding;
import dev.retinagate.modeltools.layers.SymbolWriter;
import dev.retinagate.modeltools.layers.SymbolWriter.Network;
import dev.retinagate.modeltools.onnx.OnnxConverter.Converted;
import dev.retinagate.modeltools.onnx.OnnxFamily.Piece;
import dev.retinagate.modeltools.onnx.OnnxModel.Input;
import dev.retinagate.modeltools.onnx.OnnxValue.Level;
import dev.retinagate.modeltools.onnx.OnnxValue.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Imports a NanoDet-Plus or a YOLOX from an ONNX file. Only this one file is read.
 *
 * <p>What follows the last convolutions (sigmoids, reshaping, the concatenation of the levels, the
 * transpose) is checked and left out: the detector reads the convolutions' outputs in place.
 */
public final class OnnxImport {

  /** Versions of ONNX's operators whose meaning is known. */
  private static final int OLDEST_OPSET = 9;

  private static final int NEWEST_OPSET = 17;

  private static final int CHANNELS = 3;
  private static final int MAX_SIDE = 4096;
  private static final int MAX_STRIDE = 128;

  /**
   * What the user may tell.
   *
   * @param family the word that the file has to be of, if it is told
   * @param inputSide pixels, where the file leaves the size open
   * @param labels classes by id, if they are told
   * @param origin for the provenance: {@code origin}, {@code licence}; empty if unknown
   */
  public record Options(
      Optional<String> family,
      Optional<Integer> inputSide,
      Optional<List<String>> labels,
      Map<String, String> origin) {}

  private OnnxImport() {}

  /**
   * Reads an ONNX file and writes a model. The same file gives the same bytes.
   *
   * @param warning receives a sentence for each assumption
   * @return the folder written
   * @throws ModelToolException naming what is not understood; nothing is left behind then
   */
  public static Path run(Path file, NewModel target, Options options, Consumer<String> warning) {
    target.requireFree();
    OnnxModel model = OnnxReader.read(file);
    if (model.opset() < OLDEST_OPSET || model.opset() > NEWEST_OPSET) {
      throw new ModelToolException(
          "%s: expected operators of the versions %d to %d, found version %d"
              .formatted(FileNames.text(file), OLDEST_OPSET, NEWEST_OPSET, model.opset()));
    }
    Input input = input(model);
    int side = side(input, options.inputSide());
    Converted converted =
        OnnxConverter.convert(model, input.name(), new Extents(CHANNELS, side, side));
    List<Piece> pieces = pieces(converted);
    OnnxFamily family = OnnxFamily.of(pieces);
    if (!options.family().orElse(family.word()).equals(family.word())) {
      throw new ModelToolException(
          "%s: expected the family %s, found outputs of %s"
              .formatted(FileNames.text(file), options.family().get(), family.word()));
    }
    List<String> labels = ClassNames.of(family.classes(pieces), options.labels(), file, warning);
    List<Integer> strides = strides(converted, side);
    Network network = network(converted);
    try (ModelFolder folder = new ModelFolder(target)) {
      Map<String, ModelFile> files = NetworkFiles.write(network, folder);
      return folder.commit(
          new ModelSpec(
              target.name(),
              family.word(),
              "fp32",
              files,
              family.section(side, strides, pieces),
              family.thresholds(),
              labels,
              provenance(file, target.name(), family, model, options)));
    }
  }

  /** The one input that is no constant. */
  private static Input input(OnnxModel model) {
    List<Input> inputs =
        model.inputs().stream()
            .filter(input -> !model.constants().containsKey(input.name()))
            .toList();
    if (inputs.size() != 1) {
      throw new ModelToolException("expected one input, found " + inputs.size());
    }
    return inputs.get(0);
  }

  private static int side(Input input, Optional<Integer> told) {
    List<Long> extents = input.extents();
    boolean isPicture =
        input.elementType() == OnnxTensor.FLOAT
            && extents.size() == 4
            && (extents.get(0) == 1 || extents.get(0) < 1)
            && extents.get(1) == CHANNELS;
    if (!isPicture) {
      throw new ModelToolException(
          "expected an input of float, 1 × 3 × side × side, found %s of the element type %d"
              .formatted(extents, input.elementType()));
    }
    long height = extents.get(2) < 1 ? told.orElse(0) : extents.get(2);
    long width = extents.get(3) < 1 ? told.orElse(0) : extents.get(3);
    if (height < 1 || height != width || height > MAX_SIDE) {
      throw new ModelToolException(
          "expected a square input of at most "
              + MAX_SIDE
              + " pixels, found "
              + extents
              + "; --input-side PIXELS tells the side where the file leaves it open");
    }
    if (told.isPresent() && told.get() != height) {
      throw new ModelToolException(
          "the file's input is %d × %d pixels, not %d".formatted(height, width, told.get()));
    }
    return (int) height;
  }

  private static List<Piece> pieces(Converted converted) {
    List<Level> levels = converted.levels().levels();
    List<Piece> first = OnnxFamily.pieces(levels.get(0), converted.graph());
    for (Level level : levels) {
      List<Piece> others = OnnxFamily.pieces(level, converted.graph());
      if (!others.equals(first)) {
        throw new ModelToolException(
            "the levels of the output are made of " + first + " and " + others);
      }
    }
    return first;
  }

  /** The power of two by which each level is smaller than the input, rounded up. */
  private static List<Integer> strides(Converted converted, int side) {
    List<Integer> strides = new ArrayList<>();
    for (Level level : converted.levels().levels()) {
      Extents extents = converted.graph().extents(level.parts().get(0).layer());
      int stride = 1;
      while (stride < MAX_STRIDE && (side + stride - 1) / stride > extents.height()) {
        stride *= 2;
      }
      if ((side + stride - 1) / stride != extents.height() || extents.height() != extents.width()) {
        throw new ModelToolException(
            "a level of %s cells is no input of side %d divided by a power of two"
                .formatted(extents, side));
      }
      strides.add(stride);
    }
    return strides;
  }

  /** The file's network, with the planes of each level as one output, without sigmoids. */
  static LayerGraph plain(Converted converted) {
    LayerGraph.Builder graph = converted.graph();
    List<Integer> outputs = new ArrayList<>();
    for (Level level : converted.levels().levels()) {
      outputs.add(
          graph.add(
              "level" + outputs.size(),
              new Op.Concatenation(),
              level.parts().stream().map(Part::layer).toList()));
    }
    return graph.build(outputs).withoutUnread();
  }

  private static Network network(Converted converted) {
    try {
      LayerGraph folded = SpaceToDepthFolding.apply(plain(converted));
      return SymbolWriter.write(ChannelRouting.apply(folded), Session.INPUT);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ModelToolException(e.getMessage(), e);
    }
  }

  private static Map<String, String> provenance(
      Path file, String name, OnnxFamily family, OnnxModel model, Options options) {
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put(
        "origin", options.origin().getOrDefault("origin", FileNames.text(file.getFileName())));
    provenance.put(
        "licence", options.origin().getOrDefault("licence", "unknown: that of the file's author"));
    provenance.put("upstream", family.upstream());
    provenance.put("producer", Arguments.shown(model.producer()));
    provenance.put("opset", Long.toString(model.opset()));
    provenance.put("source-sha256", SourceFile.sha256(file));
    provenance.put(
        "command",
        "java -jar target/retinagate.jar model import-onnx %s --name %s%s%s%s"
            .formatted(
                FileNames.text(file.getFileName()),
                name,
                options.family().map(word -> " --family " + word).orElse(""),
                options.labels().map(told -> " --labels FILE").orElse(""),
                options.inputSide().map(side -> " --input-side " + side).orElse("")));
    return provenance;
  }
}
