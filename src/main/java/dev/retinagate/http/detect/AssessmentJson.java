package dev.retinagate.http.detect;

import dev.retinagate.detection.Assessment;
import dev.retinagate.detection.Rule;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** An assessment as JSON. Pure. */
final class AssessmentJson {

  private AssessmentJson() {}

  /** Whether to look, intruders, what is missing, counts; empty lists included. */
  static JsonObject of(Assessment assessment) {
    JsonArray intruders = new JsonArray();
    for (Assessment.Intruder intruder : assessment.intruders()) {
      intruders.add(zoned(intruder.rule(), DetectionsJson.detection(intruder.detection())));
    }
    return new JsonObject()
        .put("alert", assessment.isAlert())
        .put("intruders", intruders)
        .put("missing", missing(assessment.missing()))
        .put("counts", counts(assessment.counts()));
  }

  private static JsonArray missing(List<Assessment.Tally> tallies) {
    JsonArray missing = new JsonArray();
    for (Assessment.Tally tally : tallies) {
      missing.add(
          zoned(
              tally.rule(),
              label(tally.rule())
                  .put("expected", tally.rule().atLeast())
                  .put("found", tally.found())));
    }
    return missing;
  }

  private static JsonArray counts(List<Assessment.Tally> tallies) {
    JsonArray counts = new JsonArray();
    for (Assessment.Tally tally : tallies) {
      counts.add(zoned(tally.rule(), label(tally.rule()).put("count", tally.found())));
    }
    return counts;
  }

  private static JsonObject label(Rule rule) {
    return new JsonObject().put("label", rule.label());
  }

  private static JsonObject zoned(Rule rule, JsonObject entry) {
    rule.zone().ifPresent(zone -> entry.put("zone", zone.name()));
    return entry;
  }
}
