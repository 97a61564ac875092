package dev.retinagate.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The models that can be served: the folders of a directory, and the one built into the jar, which
 * a folder of the same name takes precedence over.
 */
public final class ModelRepository {

  /** The model in the jar. */
  public static final String BUILT_IN = "nanodet-g";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final Path directory;

  /** A repository over a directory, which need not exist. */
  public ModelRepository(Path directory) {
    this.directory = directory;
  }

  /** Names of all models, sorted. */
  public List<String> list() {
    TreeSet<String> names = new TreeSet<>();
    if (isBuiltIn()) {
      names.add(BUILT_IN);
    }
    if (Files.isDirectory(directory)) {
      try (Stream<Path> folders = Files.list(directory)) {
        folders
            .filter(ModelSource::isModel)
            .map(folder -> folder.getFileName().toString())
            .filter(name -> NAME.matcher(name).matches())
            .forEach(names::add);
      } catch (IOException e) {
        throw new ModelException("cannot list " + directory + ": " + e.getMessage(), e);
      }
    }
    return List.copyOf(names);
  }

  /**
   * Opens a model by name.
   *
   * @throws ModelException if there is none of that name, or its model.yaml is not understood
   */
  public ModelBundle open(String name) {
    if (!isName(name)) {
      throw new ModelException("'" + name + "' is no model name");
    }
    Path folder = directory.resolve(name);
    ModelSource source =
        ModelSource.isModel(folder) ? ModelSource.folder(folder) : ModelSource.builtIn(name);
    String yaml;
    try {
      yaml = StandardCharsets.UTF_8.decode(source.read(ModelSpec.FILE)).toString();
    } catch (NoSuchFileException e) {
      throw new ModelException(
          "there is no model '"
              + name
              + "' in "
              + directory.toAbsolutePath()
              + "; there are "
              + list());
    } catch (IOException e) {
      throw new ModelException("cannot read " + source.locate(ModelSpec.FILE), e);
    }
    return new ModelBundle(ModelSpec.parse(yaml, source.locate(ModelSpec.FILE)), source);
  }

  /**
   * The model in the jar, whatever folders there are.
   *
   * @throws ModelException if the jar is damaged
   */
  public static ModelBundle builtIn() {
    ModelSource source = ModelSource.builtIn(BUILT_IN);
    String place = source.locate(ModelSpec.FILE);
    try {
      String yaml = StandardCharsets.UTF_8.decode(source.read(ModelSpec.FILE)).toString();
      return new ModelBundle(ModelSpec.parse(yaml, place), source);
    } catch (IOException e) {
      throw new ModelException("cannot read " + place, e);
    }
  }

  /** Whether a name can be a model's: it is a folder's name as well. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  private static boolean isBuiltIn() {
    return ModelRepository.class.getResource("/models/" + BUILT_IN + "/" + ModelSpec.FILE) != null;
  }
}
