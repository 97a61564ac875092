package dev.retinagate.config;

import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Faults of YAML files in words for their author; the library's own speak of its insides. */
public final class YamlFault {

  private YamlFault() {}

  /** What is wrong and where, to be put behind the file's name: "is not well-formed YAML: …". */
  public static String words(YAMLException fault) {
    String what =
        fault instanceof DuplicateKeyException
            ? "the same key stands there twice"
            : "a bracket, quote, colon or indentation is wrong there or just before";
    if (fault instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      return "is not well-formed YAML: line %d, column %d: %s"
          .formatted(
              marked.getProblemMark().getLine() + 1, marked.getProblemMark().getColumn() + 1, what);
    }
    return "is not well-formed YAML: it has a character that is not text";
  }
}
