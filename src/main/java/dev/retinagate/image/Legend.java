package dev.retinagate.image;

import dev.retinagate.detection.Detection;
import dev.retinagate.detection.Scene;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The colours and words of a scene's detections. The page shows the same ones (colours.js,
 * overlay.js): people compare both.
 *
 * <p>A class has its own hue in every picture, unless a stronger label of the picture has it
 * already: then it gets the next free one, so that the strongest eight labels differ in hue.
 */
final class Legend {

  private static final int SCORE_DECIMALS = 2;

  private final Set<Detection> intruders;
  private final Map<String, Ink> inks = new HashMap<>();

  /** The legend of a scene. */
  Legend(Scene scene) {
    intruders = new HashSet<>(scene.intruders());
    assign(scene.drawn());
  }

  private void assign(List<Detection> bestFirst) {
    boolean[] taken = new boolean[Ink.HUES];
    for (Detection detection : bestFirst) {
      if (!inks.containsKey(detection.label())) {
        if (inks.size() % Ink.HUES == 0) {
          Arrays.fill(taken, false);
        }
        int hue = detection.classId() % Ink.HUES;
        while (taken[hue]) {
          hue = (hue + 1) % Ink.HUES;
        }
        taken[hue] = true;
        inks.put(detection.label(), Ink.of(hue, inks.size() / Ink.HUES));
      }
    }
  }

  /** The ink of a detection of the scene. */
  Ink ink(Detection detection) {
    return isIntruder(detection) ? Ink.OF_INTRUDER : inks.get(detection.label());
  }

  boolean isIntruder(Detection detection) {
    return intruders.contains(detection);
  }

  /** The words beside a box. */
  String text(Detection detection) {
    BigDecimal score =
        new BigDecimal(detection.score()).setScale(SCORE_DECIMALS, RoundingMode.HALF_UP);
    // Colour alone is lost in grey pictures.
    return (isIntruder(detection) ? "! " : "") + detection.label() + " " + score;
  }
}
