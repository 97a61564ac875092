package dev.retinagate.model;

import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that can be served: the folders of a directory, and the one built into the jar, which
 * a folder of the same name takes precedence over.
 */
public final class ModelRepository {

  /** The model in the jar. */
  public static final String BUILT_IN = "nanodet-g";

  private static final Logger LOG = LoggerFactory.getLogger(ModelRepository.class);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final Path directory;

  /** A repository over a directory, which need not exist. */
  public ModelRepository(Path directory) {
    this.directory = directory;
  }

  /**
   * Names of all models, sorted. A folder counts as a model by its {@code model.yaml}, whatever
   * that holds.
   *
   * @throws ModelException if the directory cannot be listed
   */
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
            .filter(ModelRepository::isName)
            .forEach(names::add);
      } catch (IOException e) {
        throw new ModelException(
            FileNames.text(directory) + " cannot be listed: " + FileProblem.reason(e), e);
      }
    }
    return List.copyOf(names);
  }

  /**
   * Opens a model by name, which is that of its folder: the name in model.yaml of a folder that was
   * copied or renamed is another, and the log says so.
   *
   * @throws ModelException if there is none of that name, or its model.yaml is not understood
   */
  public ModelBundle open(String name) {
    if (!isName(name)) {
      throw new ModelException(
          "'"
              + name
              + "' cannot be a model's name: letters, digits, dots, dashes and underscores can");
    }
    Path folder = directory.resolve(name);
    ModelSource source =
        ModelSource.isModel(folder) ? ModelSource.folder(folder) : ModelSource.builtIn(name);
    String place = source.locate(ModelSpec.FILE);
    ModelSpec spec;
    try {
      spec = ModelSpec.parse(text(source), place);
    } catch (NoSuchFileException e) {
      throw new ModelException(
          "there is no model '"
              + name
              + "' in "
              + FileNames.text(directory.toAbsolutePath())
              + "; there are "
              + list());
    } catch (IOException e) {
      throw new ModelException(place + " cannot be read: " + FileProblem.reason(e), e);
    }
    if (!spec.name().equals(name)) {
      LOG.warn("{} has the name {}; the folder's name counts, {}", place, spec.name(), name);
    }
    return new ModelBundle(spec.named(name), source);
  }

  private static String text(ModelSource source) throws IOException {
    return StandardCharsets.UTF_8.decode(source.read(ModelSpec.FILE)).toString();
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
      return new ModelBundle(ModelSpec.parse(text(source), place), source);
    } catch (IOException e) {
      throw new ModelException(place + " cannot be read: " + FileProblem.reason(e), e);
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
