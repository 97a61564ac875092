package dev.retinagate.detection;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The models that a node serves, in the order of the configuration: the first answers requests that
 * name none. Number, order, names and labels stay for as long as the node runs, so that a model's
 * index and a class id mean the same to every thread; a reload exchanges the rest.
 *
 * <p>Safe to use from any thread.
 */
public final class ServedModels {

  private final List<String> names;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile List<ModelDescription> versions;

  /**
   * Models of different names.
   *
   * @param models at least one
   */
  public ServedModels(List<ModelDescription> models) {
    names = models.stream().map(ModelDescription::name).toList();
    if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("models " + names);
    }
    versions = List.copyOf(models);
  }

  /** The models of these detectors. */
  public static ServedModels of(List<DetectorFactory> detectors) {
    return new ServedModels(detectors.stream().map(DetectorFactory::model).toList());
  }

  /** How many there are, at least 1. */
  public int count() {
    return names.size();
  }

  /** Their names, by index. */
  public List<String> names() {
    return names;
  }

  /** The index of a name; empty if no model has it. */
  public OptionalInt find(String name) {
    int index = names.indexOf(name);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /** The version of a model that is in use. */
  public ModelDescription get(int index) {
    return versions.get(index);
  }

  /** The version of each model that is in use, by index. */
  public List<ModelDescription> all() {
    return versions;
  }

  /**
   * Why these cannot take the place of the models; empty if they can. A request that was read with
   * one version may be worked on with the next: its class ids have to mean the same.
   */
  public Optional<String> obstacle(List<ModelDescription> newer) {
    if (!newer.stream().map(ModelDescription::name).toList().equals(names)) {
      return Optional.of("a reload keeps the models " + names);
    }
    return names.stream()
        .filter(name -> !labels(newer, name).equals(labels(versions, name)))
        .findFirst()
        .map(
            name -> "the new version of " + name + " has other labels; restart the node to use it");
  }

  private List<String> labels(List<ModelDescription> models, String name) {
    return models.get(names.indexOf(name)).labelNames();
  }

  /**
   * Describes newer versions from now on.
   *
   * @throws IllegalArgumentException if there is an {@link #obstacle}
   */
  public void exchange(List<ModelDescription> newer) {
    obstacle(newer)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
    versions = List.copyOf(newer);
    listeners.forEach(Runnable::run);
  }

  /** Runs the listener after each {@link #exchange}, on its thread. */
  public void onExchange(Runnable listener) {
    listeners.add(listener);
  }
}
