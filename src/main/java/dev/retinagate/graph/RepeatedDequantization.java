package dev.retinagate.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;

/**
 * Repairs a defect of MXNet 1.9.1's quantization, of an output of the network that an fp32 operator
 * reads as well. MXNet dequantizes the output for the operator, and then dequantizes the result
 * once more, from outputs that the first dequantization does not have. A pass over such a graph
 * writes beyond its own memory, and crashes now and then.
 */
public final class RepeatedDequantization {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DEQUANTIZE = "_contrib_dequantize";

  private RepeatedDequantization() {}

  /**
   * Makes the network's outputs the tensors that were dequantized once. Nodes that are no longer
   * read stay in the text; MXNet drops them when it reads it.
   *
   * @param symbolJson of a quantized network
   * @throws IllegalArgumentException if the text is no JSON
   */
  public static String remove(String symbolJson) {
    try {
      JsonNode symbol = JSON.readTree(symbolJson);
      JsonNode nodes = symbol.path("nodes");
      for (JsonNode head : symbol.path("heads")) {
        JsonNode read = nodes.path(head.path(0).asInt()).path("inputs").path(0);
        if (isDequantize(nodes, head) && isDequantize(nodes, read)) {
          ((ArrayNode) head).set(0, IntNode.valueOf(read.path(0).asInt()));
        }
      }
      return JSON.writeValueAsString(symbol);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the symbol is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static boolean isDequantize(JsonNode nodes, JsonNode value) {
    return nodes.path(value.path(0).asInt(-1)).path("op").asText().equals(DEQUANTIZE);
  }
}
