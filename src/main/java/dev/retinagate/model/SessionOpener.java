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
 * @param parameters of all networks
 * @param plan of the 8-bit computation; empty for fp32
 */
record SessionOpener(Map<String, Tensor> parameters, Optional<Int8Plan> plan) {

  /**
   * Opens a session.
   *
   * @param symbolJson the network's fp32 graph
   * @throws dev.retinagate.engine.SessionException if the engine does not accept it
   */
  Session open(String symbolJson) {
    return plan.isPresent()
        ? Session.open(symbolJson, parameters, plan.get())
        : Session.open(symbolJson, parameters);
  }

  /** An opener for a part of the network, whose tensors have other names. */
  SessionOpener forPart(UnaryOperator<Int8Plan> planOfPart) {
    return new SessionOpener(parameters, plan.map(planOfPart));
  }
}
