package dev.retinagate.modeltools.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import dev.retinagate.modeltools.ModelToolException;
import io.jhdf.HdfFile;
import io.jhdf.Superblock;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfInvalidPathException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A model or its weights, saved by Keras 2 as HDF5 ({@code .h5}, or {@code .h5.gz}): layers in
 * order, each with its arrays in order.
 *
 * <p>Source: Keras 2, {@code engine/saving.py}. A whole model has its weights below {@code
 * model_weights} and its structure in the attribute {@code model_config}; a file of weights alone
 * has the former's content at its root. A list too long for one attribute is split over {@code
 * NAME0}, {@code NAME1} and so on.
 */
final class KerasFile implements AutoCloseable {

  private static final String GZIP_SUFFIX = ".gz";
  private static final String WHOLE_MODEL = "model_weights";
  private static final String LAYER_NAMES = "layer_names";
  private static final String WEIGHT_NAMES = "weight_names";
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private final Path source;
  private final Path unpacked;
  private final HdfFile hdf;
  private final Group weights;
  private final List<String> layers;

  /** An array of a layer; its values are read on demand. */
  final class Array {

    private final String place;
    private final Dataset dataset;

    private Array(String place, Dataset dataset) {
      this.place = place;
      this.dataset = dataset;
    }

    /** Layer and array, for errors. The array's name in the file may not be its layer's. */
    String place() {
      return place;
    }

    /** Extents, outermost first. */
    List<Integer> shape() {
      return Arrays.stream(dataset.getDimensions()).boxed().toList();
    }

    /** All elements in row-major order. */
    FloatBuffer values() {
      return reading(
          place,
          () -> {
            if (dataset.getJavaType() != float.class || dataset.isEmpty()) {
              throw failure(
                  place
                      + ": expected fp32 values, found "
                      + (dataset.isEmpty()
                          ? "none"
                          : dataset.getJavaType().getSimpleName() + " values"));
            }
            return FloatBuffer.wrap((float[]) dataset.getDataFlat());
          });
    }
  }

  private KerasFile(Path source, Path unpacked) {
    this.source = source;
    this.unpacked = unpacked;
    requireWhole(unpacked);
    hdf = reading("its structure", () -> new HdfFile(unpacked));
    Node nested = reading("its structure", () -> hdf.getChildren().get(WHOLE_MODEL));
    weights = nested instanceof Group group ? group : hdf;
    layers = reading("its list of layers", () -> names(weights, LAYER_NAMES));
    if (layers.isEmpty()) {
      throw failure("expected Keras' list of layers (attribute layer_names), found none");
    }
  }

  /**
   * Opens a file. A compressed file is unpacked first; closing removes the unpacked one.
   *
   * @param scratch the folder to unpack it in
   * @throws ModelToolException if it cannot be read, is cut short, or was not written by Keras
   */
  static KerasFile open(Path file, Path scratch) {
    if (!file.getFileName().toString().endsWith(GZIP_SUFFIX)) {
      return new KerasFile(file, file);
    }
    Path unpacked = null;
    try {
      unpacked = Files.createTempFile(scratch, "retinagate", ".h5");
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
      }
      return new KerasFile(file, unpacked);
    } catch (IOException e) {
      delete(unpacked);
      throw unreadable(file, "it cannot be unpacked: " + unpacking(e), e);
    } catch (ModelToolException e) {
      delete(unpacked);
      throw e;
    }
  }

  private static String unpacking(IOException e) {
    return e instanceof ZipException ? "it is not gzip, or damaged" : FileProblem.reason(e);
  }

  /** The structure of the model, if the file has it. */
  Optional<JsonNode> modelConfig() {
    return attribute("model_config")
        .map(
            text -> {
              try {
                return new ObjectMapper().readTree(text);
              } catch (JsonProcessingException e) {
                throw failure("its model_config is no JSON");
              }
            });
  }

  /** A text attribute of the file or, where Keras puts some of them, of its weights. */
  Optional<String> attribute(String name) {
    return reading(
        "attribute " + name,
        () ->
            Optional.ofNullable(hdf.getAttribute(name))
                .or(() -> Optional.ofNullable(weights.getAttribute(name)))
                .map(Attribute::getData)
                .map(Object::toString));
  }

  /** Names of all layers in the model's order, those without weights included. */
  List<String> layers() {
    return layers;
  }

  /** Names of a layer's arrays, in the order in which Keras built them. */
  List<String> arrayNames(String layer) {
    return reading(
        "layer " + layer,
        () ->
            weights.getChild(layer) instanceof Group group
                ? names(group, WEIGHT_NAMES)
                : List.of());
  }

  /** The arrays of a layer, in the order in which Keras built them. */
  List<Array> arrays(String layer) {
    List<Array> arrays = new ArrayList<>();
    for (String name : arrayNames(layer)) {
      String place = "layer " + layer + ", array " + name;
      try {
        arrays.add(reading(place, () -> new Array(place, dataset(layer, name))));
      } catch (ModelToolException e) {
        throw e.getCause() instanceof HdfInvalidPathException
            ? failure(place + ": expected values, found no such array")
            : e;
      }
    }
    return arrays;
  }

  private Dataset dataset(String layer, String name) {
    return ((Group) weights.getChild(layer)).getDatasetByPath(name);
  }

  /** A list of names, whole or split, in the order of the file; an empty one is of any type. */
  private static List<String> names(Group group, String attribute) {
    Attribute whole = group.getAttribute(attribute);
    if (whole != null) {
      return strings(whole);
    }
    List<String> names = new ArrayList<>();
    for (int part = 0; group.getAttribute(attribute + part) != null; part++) {
      names.addAll(strings(group.getAttribute(attribute + part)));
    }
    return names;
  }

  private static List<String> strings(Attribute attribute) {
    return attribute.getData() instanceof String[] strings ? List.of(strings) : List.of();
  }

  /** An HDF5 file says in its header how long it is. */
  private void requireWhole(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer start = ByteBuffer.allocate(SIGNATURE.length);
      channel.read(start, 0);
      if (!Arrays.equals(start.array(), SIGNATURE)) {
        throw failure("it is no HDF5 file: it does not start as one");
      }
      long expected = Superblock.readSuperblock(channel, 0).getEndOfFileAddress();
      if (channel.size() < expected) {
        throw failure("it is cut short: expected " + expected + " bytes, found " + channel.size());
      }
    } catch (NoSuchFileException e) {
      throw new ModelToolException("there is no file " + FileNames.text(source), e);
    } catch (IOException e) {
      throw unreadable(source, "it cannot be read: " + FileProblem.reason(e), e);
    } catch (ModelToolException e) {
      throw e;
    } catch (RuntimeException e) {
      // jHDF throws any exception on damaged files, with words for its own developers.
      throw unreadable(source, "its header is damaged", e);
    }
  }

  /** Runs a reading task; a failure names the part of the file. */
  private <T> T reading(String what, Supplier<T> read) {
    try {
      return read.get();
    } catch (ModelToolException e) {
      throw e;
    } catch (RuntimeException e) {
      throw unreadable(source, what + " is damaged", e);
    }
  }

  /** A failure with this file's name. */
  ModelToolException failure(String message) {
    return new ModelToolException(FileNames.text(source) + ": " + message);
  }

  private static ModelToolException unreadable(Path source, String what, Exception cause) {
    return new ModelToolException(FileNames.text(source) + ": " + what, cause);
  }

  /** Closes the file, and removes the unpacked one. */
  @Override
  public void close() {
    hdf.close();
    if (!unpacked.equals(source)) {
      delete(unpacked);
    }
  }

  private static void delete(Path temporary) {
    try {
      if (temporary != null) {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new ModelToolException("cannot remove " + temporary + ": " + FileProblem.reason(e), e);
    }
  }
}
