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
 * @param precision resolved, so not {@code AUTO}
 * @param plan of the 8-bit computation; empty for other precisions
 */
record SessionOpener(Map<String, Tensor> parameters, Precision precision, Optional<Int8Plan> plan) {

  /**
   * Opens a session.
   *
   * @param symbolJson the network's fp32 graph
   * @throws dev.retinagate.engine.SessionException if the engine does not accept it
   */
  Session open(String symbolJson) {
    return switch (precision) {
      case INT8 -> Session.open(symbolJson, parameters, plan.orElseThrow());
      case BF16 -> Session.openBf16(symbolJson, parameters);
      case FP32 -> Session.open(symbolJson, parameters);
      case AUTO -> throw new IllegalStateException("the precision is not resolved");
    };
  }

  /** An opener for a part of the network, whose tensors have other names. */
  SessionOpener forPart(UnaryOperator<Int8Plan> planOfPart) {
    return new SessionOpener(parameters, precision, plan.map(planOfPart));
  }
}
