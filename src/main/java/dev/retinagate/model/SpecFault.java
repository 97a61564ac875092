package dev.retinagate.model;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A tree of YAML that is no model.yaml, in words of the file: the key, and the expected value. */
final class SpecFault {

  private static final Map<Class<?>, String> WORDS =
      Map.of(
          String.class, "a text",
          int.class, "a whole number",
          long.class, "a whole number",
          float.class, "a number",
          double.class, "a number",
          Double.class, "a number",
          Integer.class, "a whole number",
          boolean.class, "true or false");

  private SpecFault() {}

  /** The words for a failed conversion of a tree to a record. */
  static String words(IllegalArgumentException failure) {
    if (!(failure.getCause() instanceof JsonMappingException fault)) {
      return "a value is not as expected";
    }
    String key = key(fault);
    if (fault instanceof UnrecognizedPropertyException unknown) {
      return "'%s' is not a key; known are %s"
          .formatted(
              key, unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList());
    }
    if (fault instanceof ValueInstantiationException refused && refused.getCause() != null) {
      return (key.isEmpty() ? "" : "'" + key + "': ") + refused.getCause().getMessage();
    }
    String expected =
        fault instanceof MismatchedInputException mismatch ? expected(mismatch) : "another value";
    return key.isEmpty()
        ? "expected " + expected
        : "'%s': expected %s, found another kind of value or none".formatted(key, expected);
  }

  private static String expected(MismatchedInputException mismatch) {
    Class<?> type = mismatch.getTargetType();
    if (type != null && Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return WORDS.getOrDefault(type, "keys and values");
  }

  /** As {@code files.symbol.path} or {@code labels[3]}. */
  private static String key(JsonMappingException fault) {
    StringBuilder key = new StringBuilder();
    List<JsonMappingException.Reference> path = fault.getPath();
    for (JsonMappingException.Reference step : path) {
      if (step.getFieldName() == null) {
        key.append('[').append(step.getIndex()).append(']');
      } else {
        key.append(key.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return key.toString();
  }
}
