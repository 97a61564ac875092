package dev.retinagate.modeltools;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The 80 classes of COCO in the order of their category ids, as models number them. */
public final class CocoLabels {

  private CocoLabels() {}

  /** The names by class id. */
  public static List<String> read() {
    try (InputStream in = CocoLabels.class.getResourceAsStream("/labels/coco.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new ModelToolException("the jar lacks the COCO labels", e);
    }
  }
}
