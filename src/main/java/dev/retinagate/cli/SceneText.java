package dev.retinagate.cli;

import dev.retinagate.detection.Assessment;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.Rule;
import dev.retinagate.detection.Scene;
import java.util.Locale;

/** A scene in lines for people: what was found, then what the rules say of it. Pure. */
final class SceneText {

  private SceneText() {}

  /** The lines of one picture, without a line end behind the last. */
  static String of(String picture, Scene scene) {
    StringBuilder text = new StringBuilder();
    text.append(picture).append(": ").append(scene.answer().found().size()).append(" found");
    for (Detection one : scene.answer().found()) {
      line(text, "%-16s %s", one.label(), place(one));
    }
    scene.assessment().ifPresent(assessment -> append(text, assessment));
    return text.toString();
  }

  private static void append(StringBuilder text, Assessment assessment) {
    for (Assessment.Intruder intruder : assessment.intruders()) {
      line(
          text,
          "INTRUDER %s%s %s",
          intruder.rule().label(),
          zone(intruder.rule()),
          place(intruder.detection()));
    }
    for (Assessment.Tally tally : assessment.missing()) {
      line(
          text,
          "MISSING %s%s: %d of %d",
          tally.rule().label(),
          zone(tally.rule()),
          tally.found(),
          tally.rule().atLeast());
    }
    for (Assessment.Tally tally : assessment.counts()) {
      line(text, "COUNT %s%s: %d", tally.rule().label(), zone(tally.rule()), tally.found());
    }
  }

  private static String place(Detection one) {
    return String.format(
        Locale.ROOT,
        "%.3f  x %.0f  y %.0f  width %.0f  height %.0f",
        one.score(),
        one.box().x(),
        one.box().y(),
        one.box().width(),
        one.box().height());
  }

  private static String zone(Rule rule) {
    return rule.zone().map(zone -> " in " + zone.name()).orElse("");
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "%n  " + format, values));
  }
}
