package dev.retinagate.client.upload;

import dev.retinagate.client.Answer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What became of an input.
 *
 * @param input the input
 * @param answer of the node; null if there is a fault
 * @param fault why there is no answer, or why it cannot be used; or null
 */
public record Outcome(Input input, Answer answer, Fault fault) {

  /** Whether the picture was looked at and nothing failed. */
  public boolean isDone() {
    return fault == null && isAnswered();
  }

  /** Whether the node looked at the picture, also where something failed behind its answer. */
  boolean isAnswered() {
    return answer != null && answer.isDone();
  }

  /** Whether a rule is broken in the picture. */
  boolean isAlert() {
    return answer != null && answer.isAlert();
  }

  /** The same, failed by another reason. */
  public Outcome failed(Fault reason) {
    return new Outcome(input, answer, reason);
  }

  /** The node's answer with the input's name and time, or those and the problem. */
  JsonObject toJson() {
    return problem().map(problem -> head().put("problem", problem)).orElseGet(this::answerToJson);
  }

  /** The node's answer with the input's name and time, also where something failed behind it. */
  JsonObject answerToJson() {
    return head().mergeIn(answer.json());
  }

  private JsonObject head() {
    return new JsonObject().put("name", input.name()).put("time", input.time().toString());
  }

  /** What is wrong; empty if nothing is. */
  Optional<JsonObject> problem() {
    if (fault != null) {
      return Optional.of(fault.toJson());
    }
    return answer.isDone() ? Optional.empty() : Optional.of(answer.json());
  }

  /** What the rules say; empty without rules. */
  Optional<JsonObject> assessment() {
    return isAnswered() && answer.json().getValue("assessment") instanceof JsonObject assessment
        ? Optional.of(assessment)
        : Optional.empty();
  }
}
