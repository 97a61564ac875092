package dev.retinagate.modeltools.fetch;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.retinagate.modeltools.ModelToolException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A model that can be fetched.
 *
 * @param name of the model that it becomes
 * @param urls where the file is, tried in order
 * @param file the file's name
 * @param origin for the provenance
 * @param licence for the provenance
 * @param sizeBytes the file's exact size, or {@code null} if it is not known
 * @param sha256 of the file in lower-case hex, or {@code null} if it is not known
 * @param importOptions how the importer of Keras' files reads the file, or {@code null}
 * @param onnxFamily of an ONNX file, or {@code null}
 */
public record FetchManifest(
    String name,
    List<URI> urls,
    String file,
    String origin,
    String licence,
    Long sizeBytes,
    String sha256,
    ImportOptions importOptions,
    String onnxFamily) {

  /** The importer's options of these names. */
  public record ImportOptions(int shorterSide, int longerSide, String conv1Padding) {}

  /** Names of the models whose manifests the jar carries. */
  public static final List<String> KNOWN =
      List.of(
          "retinanet-resnet50-coco",
          "nanodet-plus-m-416",
          "nanodet-plus-m-1.5x-416",
          "yolox-nano",
          "yolox-tiny",
          "yolox-s");

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  /** Checks that the file's name is no path. */
  public FetchManifest {
    urls = List.copyOf(urls);
    if (urls.isEmpty() || file.contains("/") || file.startsWith(".")) {
      throw new IllegalArgumentException("a manifest needs URLs and the plain name of a file");
    }
    if ((importOptions == null) == (onnxFamily == null)) {
      throw new IllegalArgumentException("a manifest needs import-options or an onnx-family");
    }
  }

  /**
   * The manifest of a model.
   *
   * @throws ModelToolException if there is none of that name
   */
  public static FetchManifest of(String name) {
    if (!KNOWN.contains(name)) {
      throw new ModelToolException("no manifest for '" + name + "'; there are " + KNOWN);
    }
    String resource = "/models-manifest/" + name + ".yaml";
    try (InputStream in = FetchManifest.class.getResourceAsStream(resource)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ModelToolException("the jar lacks " + resource, e);
    }
  }

  static FetchManifest parse(String yaml) {
    try {
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
      return MAPPER.convertValue(tree, FetchManifest.class);
    } catch (YAMLException | IllegalArgumentException e) {
      throw new ModelToolException("a manifest is not understood: " + e.getMessage(), e);
    }
  }

  /** The same file from other addresses. */
  FetchManifest from(List<URI> others) {
    return new FetchManifest(
        name, others, file, origin, licence, sizeBytes, sha256, importOptions, onnxFamily);
  }

  /** The same file with a checksum that was learnt elsewhere. */
  FetchManifest withSha256(String known) {
    return new FetchManifest(
        name, urls, file, origin, licence, sizeBytes, known, importOptions, onnxFamily);
  }

  /** The file's exact size, if it is known. */
  Optional<Long> knownSize() {
    return Optional.ofNullable(sizeBytes);
  }

  /** The file's checksum, if it is known. */
  Optional<String> knownSha256() {
    return Optional.ofNullable(sha256);
  }
}
