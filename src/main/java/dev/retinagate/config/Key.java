package dev.retinagate.config;

import java.util.Locale;
import java.util.function.Function;

/**
 * One key of the configuration.
 *
 * @param name dotted path in conf/retinagate.yaml
 * @param defaultText the default, written as in the file
 * @param rule that a value has to meet, as words of the error message
 * @param several whether a value may be several, separated by commas; in the file, also a YAML list
 * @param parser reads a value; throws {@link IllegalArgumentException} when the rule is broken
 */
record Key<T>(
    String name, String defaultText, String rule, boolean several, Function<String, T> parser) {

  static final String ENVIRONMENT_PREFIX = "RETINAGATE_";

  /** The environment variable that overrides the file. */
  String environmentName() {
    return ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Whether a variable has our prefix. */
  static boolean isOurs(String environmentName) {
    return environmentName.startsWith(ENVIRONMENT_PREFIX);
  }

  static String withoutPrefix(String environmentName) {
    return environmentName.substring(ENVIRONMENT_PREFIX.length());
  }
}
