package dev.retinagate.config;

import java.util.List;

/**
 * The configuration cannot be used. Says everything that is wrong at once, for a person to read.
 */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  /** All that is wrong, one sentence each. */
  public ConfigException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, one sentence each. */
  public List<String> problems() {
    return problems;
  }
}
