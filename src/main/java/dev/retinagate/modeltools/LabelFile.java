package dev.retinagate.modeltools;

import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import dev.retinagate.detection.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of class names: a line a class, in the order of the class ids; or keras-retinanet's {@code
 * name,id}, in any order, where every line is like that.
 */
public final class LabelFile {

  private static final Pattern NAME_AND_ID = Pattern.compile("(.+),\\s*(\\d{1,6})");
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private LabelFile() {}

  /**
   * The names by class id.
   *
   * @throws ModelToolException if the file cannot be read, is empty, or has a name or an id twice
   */
  public static List<String> read(Path file) {
    String place = FileNames.text(file);
    List<String> lines;
    try {
      String text = Files.readString(file);
      lines =
          (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
    } catch (IOException e) {
      throw new ModelToolException(place + " cannot be read: " + FileProblem.reason(e), e);
    }
    boolean withIds =
        !lines.isEmpty() && lines.stream().allMatch(line -> NAME_AND_ID.matcher(line).matches());
    try {
      return new Labels(withIds ? byId(lines, place) : lines).names();
    } catch (IllegalArgumentException e) {
      throw new ModelToolException(place + ": " + e.getMessage(), e);
    }
  }

  private static List<String> byId(List<String> lines, String place) {
    TreeMap<Integer, String> names = new TreeMap<>();
    for (String line : lines) {
      Matcher matcher = NAME_AND_ID.matcher(line);
      if (matcher.matches()
          && names.put(Integer.valueOf(matcher.group(2)), matcher.group(1).strip()) != null) {
        throw new ModelToolException(
            place + ": the class id " + matcher.group(2) + " is there twice");
      }
    }
    if (names.lastKey() != names.size() - 1) {
      throw new ModelToolException(
          place
              + ": expected the class ids 0 to "
              + (names.size() - 1)
              + ", each once, found "
              + names.lastKey());
    }
    return List.copyOf(names.values());
  }
}
