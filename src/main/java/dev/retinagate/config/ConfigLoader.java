package dev.retinagate.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads the configuration. Flags override the environment, which overrides the file, which
 * overrides the built-in defaults.
 */
public final class ConfigLoader {

  /** The file that is read if no file is named and this one exists. */
  public static final Path DEFAULT_FILE = Path.of("conf", "retinagate.yaml");

  private final int cores;

  /**
   * A loader.
   *
   * @param cores of the machine, from which some defaults are derived
   */
  public ConfigLoader(int cores) {
    this.cores = cores;
  }

  /**
   * Reads all sources.
   *
   * @param file the file that was named; without one, {@link #DEFAULT_FILE} if it exists
   * @param environment the process's environment
   * @param flags values given on the command line, by key
   * @throws ConfigException naming every problem of every source
   */
  public Config load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags)
      throws ConfigException {
    List<String> problems = new ArrayList<>();
    Map<String, Setting> settings = new LinkedHashMap<>();
    Optional<Path> toRead = fileToRead(file);
    if (toRead.isPresent()) {
      readFile(toRead.get(), settings, problems);
    }
    readEnvironment(environment, settings);
    return build(settings, flags, problems);
  }

  /** The file that {@link #load} reads: the named one, else the default if it exists. */
  public static Optional<Path> fileToRead(Optional<Path> named) {
    return named.or(() -> Optional.of(DEFAULT_FILE).filter(Files::exists));
  }

  /** The built-in defaults, some keys excepted; file and environment are not read. */
  public Config defaultsBut(Map<String, String> flags) throws ConfigException {
    return build(new LinkedHashMap<>(), flags, new ArrayList<>());
  }

  private Config build(
      Map<String, Setting> settings, Map<String, String> flags, List<String> problems)
      throws ConfigException {
    flags.forEach((key, text) -> settings.put(key, new Setting(text, "the command line")));
    for (String key : settings.keySet()) {
      if (!Keys.names().contains(key)) {
        problems.add(key + " (from " + settings.get(key).origin() + ") is not a key" + advice(key));
      }
    }
    Config config = new ConfigBuilder(settings, problems, cores).build();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return config;
  }

  /** A value behind the name of a group is a misunderstanding, not a slip. */
  private static String advice(String key) {
    List<String> below =
        Keys.names().stream().filter(name -> name.startsWith(key + ".")).limit(3).toList();
    return below.isEmpty()
        ? Spelling.hint(key, Keys.names())
        : " but the name of a group, such as " + String.join(", ", below);
  }

  private static void readFile(Path file, Map<String, Setting> settings, List<String> problems) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      Object root = new Yaml(new SafeConstructor(options)).load(Files.readString(file));
      if (root != null) {
        flatten("", root, file, settings, problems);
      }
    } catch (YAMLException e) {
      problems.add(FileNames.text(file) + " " + YamlFault.words(e));
    } catch (IOException e) {
      problems.add(FileNames.text(file) + " cannot be read: " + FileProblem.reason(e));
    }
  }

  /** Nested maps become dotted names. */
  private static void flatten(
      String prefix, Object node, Path file, Map<String, Setting> settings, List<String> problems) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) ->
              flatten(
                  prefix.isEmpty() ? String.valueOf(name) : prefix + "." + name,
                  value,
                  file,
                  settings,
                  problems));
    } else if (prefix.isEmpty()) {
      problems.add(
          FileNames.text(file)
              + " has to hold keys and values, not "
              + (node instanceof Iterable<?> ? "a list" : "one value"));
    } else if (node == null) {
      problems.add(
          prefix
              + " (from "
              + FileNames.text(file)
              + ") has no value; give it one, or leave the key out");
    } else if (node instanceof List<?> list
        && Keys.mayBeList(prefix)
        && list.stream().noneMatch(each -> each instanceof Map || each instanceof Iterable)) {
      settings.put(
          prefix,
          new Setting(
              list.stream().map(String::valueOf).collect(Collectors.joining(",")),
              FileNames.text(file)));
    } else if (node instanceof Iterable<?>) {
      problems.add(prefix + " (from " + FileNames.text(file) + ") has to be one value, not a list");
    } else {
      settings.put(prefix, new Setting(String.valueOf(node), FileNames.text(file)));
    }
  }

  /**
   * Ignores other variables with our prefix: orchestrators set some, such as Kubernetes'
   * RETINAGATE_SERVICE_HOST.
   */
  private static void readEnvironment(
      Map<String, String> environment, Map<String, Setting> settings) {
    for (Key<?> key : Keys.ALL) {
      String text = environment.get(key.environmentName());
      if (text != null) {
        settings.put(key.name(), new Setting(text, "environment " + key.environmentName()));
      }
    }
  }

  /** A warning for each variable that looks like a misspelt key, with the key nearest to it. */
  public static List<String> suspectVariables(Map<String, String> environment) {
    List<String> known = Keys.ALL.stream().map(Key::environmentName).toList();
    return environment.keySet().stream()
        .filter(name -> Key.isOurs(name) && !known.contains(name))
        .map(name -> suspicion(name, known))
        .flatMap(Optional::stream)
        .sorted()
        .toList();
  }

  /** Compares without the common prefix, which would make every name look near. */
  private static Optional<String> suspicion(String name, List<String> known) {
    List<String> near =
        Spelling.nearest(Key.withoutPrefix(name), known.stream().map(Key::withoutPrefix).toList());
    return near.isEmpty()
        ? Optional.empty()
        : Optional.of(
            name + " sets nothing; did you mean " + Key.ENVIRONMENT_PREFIX + near.get(0) + "?");
  }

  /** A value as it was written, and its source. */
  record Setting(String text, String origin) {}
}
