package dev.retinagate.http.rekognition;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How Amazon names the labels of COCO, and where each stands in its tree of labels. Read from
 * {@code rekognition/labels.txt}, which says its source. Immutable.
 */
final class LabelTree {

  private static final String RESOURCE = "/rekognition/labels.txt";
  private static final String COMMENT = "#";

  /** In the column of the model's label: a label that is only a parent. */
  private static final String NO_CLASS = "-";

  private static final int COLUMNS = 5;

  private final Map<String, Label> ofModel = new HashMap<>();
  private final Map<String, Label> byName = new HashMap<>();

  /**
   * A label as Amazon's answers have it.
   *
   * @param name such as {@code Mobile Phone}
   * @param parents the names of all that it is a kind of
   * @param aliases other names of it
   * @param categories such as {@code Technology and Computing}
   */
  record Label(String name, List<String> parents, List<String> aliases, List<String> categories) {}

  private LabelTree() {}

  /**
   * Reads the tree.
   *
   * @throws IllegalStateException if the file breaks its own form
   */
  static LabelTree load() {
    LabelTree tree = new LabelTree();
    try (InputStream in = LabelTree.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> !line.isBlank() && !line.startsWith(COMMENT)).forEach(tree::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tree;
  }

  /** The label of a class of a model. One that Amazon's names are not known of keeps its own. */
  Label ofModel(String label) {
    Label known = ofModel.get(label.toLowerCase(Locale.ROOT));
    return known == null ? new Label(label, List.of(), List.of(), List.of()) : known;
  }

  /** The labels that a label is a kind of. */
  List<Label> parents(Label label) {
    return label.parents().stream().map(byName::get).toList();
  }

  /** The labels of models that the tree knows. */
  Map<String, Label> classes() {
    return Map.copyOf(ofModel);
  }

  /** All labels, those that are only parents included. */
  List<Label> all() {
    return List.copyOf(byName.values());
  }

  private void add(String line) {
    String[] columns = line.split("\\|", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalStateException(RESOURCE + " has a line without five columns: " + line);
    }
    Label label =
        new Label(columns[1].strip(), names(columns[2]), names(columns[3]), names(columns[4]));
    String ofClass = columns[0].strip();
    boolean doubled =
        byName.put(label.name(), label) != null
            || (!ofClass.equals(NO_CLASS) && ofModel.put(ofClass, label) != null);
    if (doubled) {
      throw new IllegalStateException(RESOURCE + " has a label twice: " + line);
    }
  }

  private static List<String> names(String column) {
    return Arrays.stream(column.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
