package dev.retinagate.modeltools.tfjs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import dev.retinagate.detection.Thresholds;
import dev.retinagate.engine.Session;
import dev.retinagate.model.Checksums;
import dev.retinagate.model.DetectorFamilies;
import dev.retinagate.model.ModelSpec;
import dev.retinagate.model.ModelSpec.ModelFile;
import dev.retinagate.model.NanoDetNetwork;
import dev.retinagate.model.PrecisionLoss;
import dev.retinagate.modeltools.BuiltInCalibration;
import dev.retinagate.modeltools.CocoLabels;
import dev.retinagate.modeltools.ModelFolder;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.NetworkFiles;
import dev.retinagate.modeltools.NewModel;
import dev.retinagate.modeltools.layers.SymbolWriter.Network;
import dev.retinagate.modeltools.tfjs.TfjsGraph.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Imports NanoDet from a TensorFlow.js graph model.
 *
 * <p>What follows the last convolution of a level (splitting scores from distances, the sigmoid,
 * reshaping, transposing) is checked and left out: the detector reads the convolution's output in
 * place and computes a sigmoid only where a score matters.
 */
public final class NanoDetImport {

  private static final Set<String> TAIL = Set.of("Identity", "Transpose", "Reshape", "Sigmoid");
  private static final int BOX_SIDES = 4;

  private static final Thresholds THRESHOLDS = new Thresholds(0.3f, 0.6f, 300);

  private NanoDetImport() {}

  /**
   * Reads {@code model.json} and its weights and writes a model.
   *
   * @return the folder written
   * @throws ModelToolException if the file is not such a network
   */
  public static Path run(Path modelJson, NewModel target) {
    target.requireFree();
    TfjsGraph graph = TfjsGraph.read(modelJson);
    TfjsConverter converter = new TfjsConverter(graph, Session.INPUT);
    List<String> labels = CocoLabels.read();
    List<LayoutTensor> heads = new ArrayList<>();
    int planes = 0;
    for (Node convolution : lastConvolutions(graph, labels.size())) {
      heads.add(converter.convert(convolution.name()));
    }
    heads.sort(Comparator.comparingInt(LayoutTensor::height).reversed());
    for (LayoutTensor head : heads) {
      planes = head.channels();
    }
    int side = graph.inputShape().get(2);
    NanoDetNetwork network =
        NanoDetNetwork.asPublished(
            side,
            heads.stream().map(head -> side / head.height()).toList(),
            (planes - labels.size()) / BOX_SIDES);
    Network converted = converter.build(heads);
    try (ModelFolder folder = new ModelFolder(target)) {
      Map<String, ModelFile> files = NetworkFiles.write(converted, folder);
      Map<String, String> provenance = provenance(modelJson, target.name(), graph);
      Map<String, PrecisionLoss> verified = BuiltInCalibration.addTo(files, provenance, folder);
      return folder.commit(
          new ModelSpec(
              target.name(),
              DetectorFamilies.NANODET,
              "fp32",
              files,
              ModelSpec.section(network),
              THRESHOLDS,
              labels,
              provenance,
              verified));
    }
  }

  /** The convolution with bias that each pair of outputs is a rearrangement of. */
  private static List<Node> lastConvolutions(TfjsGraph graph, int classes) {
    Map<String, Node> convolutions = new LinkedHashMap<>();
    for (String output : graph.outputs()) {
      String reference = output;
      boolean sigmoid = false;
      Node node = graph.node(reference);
      while (TAIL.contains(node.op())) {
        sigmoid |= node.op().equals("Sigmoid");
        reference = node.inputs().get(0);
        node = graph.node(reference);
      }
      boolean isScores = TfjsGraph.outputIndex(reference) == 0;
      if (!node.op().equals("SplitV") || isScores != sigmoid) {
        throw new ModelToolException(
            output
                + ": expected sigmoid scores and raw distances split off a convolution, found "
                + node.op());
      }
      int[] parts = graph.integers(node, 1);
      if (parts.length != 2 || parts[0] != classes || parts[1] % BOX_SIDES != 0) {
        throw new ModelToolException(
            output
                + ": expected "
                + classes
                + " scores and 4 × n distances, found "
                + Arrays.toString(parts));
      }
      Node transposed = graph.node(node.inputs().get(0));
      Node convolution = graph.node(transposed.inputs().get(0));
      convolutions.put(convolution.name(), convolution);
    }
    if (convolutions.isEmpty()) {
      throw new ModelToolException("the graph names no outputs");
    }
    return List.copyOf(convolutions.values());
  }

  private static Map<String, String> provenance(Path modelJson, String name, TfjsGraph graph) {
    Map<String, String> provenance = new LinkedHashMap<>();
    JsonNode npm = npmPackage(modelJson);
    provenance.put("origin", origin(npm));
    provenance.put("upstream", graph.generatedBy());
    provenance.put(
        "licence",
        npm == null
            ? "Apache-2.0 (NanoDet)"
            : npm.path("license").asText() + " (package); Apache-2.0 (NanoDet)");
    try {
      provenance.put(
          "source-sha256", Checksums.sha256(ByteBuffer.wrap(Files.readAllBytes(modelJson))));
    } catch (IOException e) {
      throw unreadable(modelJson, e);
    }
    provenance.put(
        "command",
        "java -jar target/retinagate.jar model import-tfjs %s --name %s"
            .formatted(FileNames.text(modelJson.getFileName()), name));
    return provenance;
  }

  private static String origin(JsonNode npm) {
    return npm == null
        ? "unknown"
        : "npm package " + npm.path("name").asText() + " " + npm.path("version").asText();
  }

  /** The package.json of the npm package that the file was unpacked from, if it was. */
  private static JsonNode npmPackage(Path modelJson) {
    Path folder = modelJson.toAbsolutePath().normalize().getParent();
    for (Path candidate : List.of(folder, folder.resolveSibling("."))) {
      Path file = candidate.resolve("package.json");
      if (Files.isRegularFile(file)) {
        try {
          return new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
          throw unreadable(file, e);
        }
      }
    }
    return null;
  }

  private static ModelToolException unreadable(Path file, IOException e) {
    String reason = e instanceof JsonProcessingException ? "it is no JSON" : FileProblem.reason(e);
    return new ModelToolException("cannot read " + FileNames.text(file) + ": " + reason, e);
  }
}
