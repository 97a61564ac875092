package dev.retinagate.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The nodes that the engine has fused. A fused node holds the original nodes as a symbol inside
 * ({@code subgraphs} in MXNet's JSON), and has a name of the engine's choice.
 */
public final class FusedNodes {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> lastOriginal = new HashMap<>();
  private final Map<String, Set<String>> originals = new LinkedHashMap<>();

  /**
   * Reads the JSON of a fused symbol.
   *
   * @throws IllegalArgumentException if it is no such JSON
   */
  public FusedNodes(String fusedJson) {
    try {
      for (JsonNode node : JSON.readTree(fusedJson).path("nodes")) {
        if (!node.path("op").asText().equals(Symbol.VARIABLE)) {
          add(node);
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the symbol is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private void add(JsonNode node) {
    String name = node.path("name").asText();
    JsonNode inside = node.path("subgraphs").path(0);
    Set<String> parts = new HashSet<>();
    for (JsonNode part : inside.path("nodes")) {
      if (!part.path("op").asText().equals(Symbol.VARIABLE)) {
        parts.add(part.path("name").asText());
      }
    }
    originals.put(name, parts.isEmpty() ? Set.of(name) : parts);
    lastOriginal.put(
        name,
        parts.isEmpty()
            ? name
            : inside
                .path("nodes")
                .path(inside.path("heads").path(0).path(0).asInt())
                .path("name")
                .asText());
  }

  /** The original node with the same output as this node; a variable is its own original. */
  public String original(String fused) {
    return lastOriginal.getOrDefault(fused, fused);
  }

  /** The original nodes whose outputs the fused network still has, in order. */
  public List<String> outputs() {
    return originals.keySet().stream().map(this::original).toList();
  }

  /** The fused nodes that hold any of these original nodes. */
  public List<String> holding(List<String> wanted) {
    return originals.entrySet().stream()
        .filter(entry -> wanted.stream().anyMatch(entry.getValue()::contains))
        .map(Map.Entry::getKey)
        .toList();
  }
}
