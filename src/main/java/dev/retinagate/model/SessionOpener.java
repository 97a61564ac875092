package dev.retinagate.model;

import dev.retinagate.engine.Session;
import dev.retinagate.graph.Int8Plan;
import dev.retinagate.graph.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Opens sessions of a model's networks, in one arithmetic.
 *
 * @param parameters of all of them
 * @param plan how to compute them in 8-bit integers; empty for fp32
 */
record SessionOpener(Map<String, Tensor> parameters, Optional<Int8Plan> plan) {

  /**
   * Opens one.
   *
   * @param symbolJson the network's fp32 graph
   * @throws dev.retinagate.engine.SessionException if the engine does not accept it
   */
  Session open(String symbolJson) {
    return plan.isPresent()
        ? Session.open(symbolJson, parameters, plan.get())
        : Session.open(symbolJson, parameters);
  }

  /** For a part of the network, whose tensors go by other names. */
  SessionOpener forPart(UnaryOperator<Int8Plan> planOfPart) {
    return new SessionOpener(parameters, plan.map(planOfPart));
  }
}
