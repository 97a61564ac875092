package dev.retinagate.config;

import java.util.List;

/** The configuration cannot be used. The message names every problem, for a person to read. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  /** An exception with all problems, one sentence each. */
  public ConfigException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  /** All problems, one sentence each. */
  public List<String> problems() {
    return problems;
  }
}
