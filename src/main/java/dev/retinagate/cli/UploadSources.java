package dev.retinagate.cli;

import dev.retinagate.client.Timers;
import dev.retinagate.client.upload.BatchInputs;
import dev.retinagate.client.upload.Blocking;
import dev.retinagate.client.upload.Camera;
import dev.retinagate.client.upload.CameraInputs;
import dev.retinagate.client.upload.Input;
import dev.retinagate.client.upload.InputSource;
import dev.retinagate.client.upload.PictureFile;
import dev.retinagate.client.upload.WatchInputs;
import dev.retinagate.config.FileNames;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The sources of an upload as the command line names them. */
final class UploadSources {

  private static final Duration CAMERA_PATIENCE = Duration.ofSeconds(10);

  /** For a camera that is asked more often: the first connection alone may take a second. */
  private static final Duration MIN_CAMERA_PATIENCE = Duration.ofSeconds(2);

  /** An argument: the address of a camera, a folder that is watched, or pictures. */
  private record Argument(URI camera, Path folder, List<PictureInput> pictures) {}

  private final List<Argument> arguments = new ArrayList<>();
  private final boolean watch;
  private final Duration every;

  /**
   * Checks the arguments.
   *
   * @param every null if cameras are asked once
   * @throws IllegalArgumentException saying which does not fit
   */
  UploadSources(List<String> sources, boolean watch, Duration every) {
    this.watch = watch;
    this.every = every;
    if (watch && every != null) {
      throw new IllegalArgumentException(
          "--watch is for folders and --every for cameras: run the command twice for both");
    }
    sources.forEach(source -> arguments.add(argument(source)));
  }

  private Argument argument(String source) {
    if (Addresses.looksLikeOne(source)) {
      URI address = URI.create(source);
      if (!Addresses.isHttp(address)) {
        throw new IllegalArgumentException("'" + source + "' is not the address of a picture");
      }
      if (watch) {
        throw new IllegalArgumentException(
            "--watch is for folders; --every asks a camera such as '" + source + "'");
      }
      return new Argument(address, null, List.of());
    }
    Path file = path(source);
    if (every != null) {
      throw new IllegalArgumentException(
          "--every is for cameras, and '" + source + "' is not an http or https address");
    }
    if (watch && !Files.isDirectory(file)) {
      throw new IllegalArgumentException("--watch is for folders, and '" + source + "' is not one");
    }
    return watch
        ? new Argument(null, file, List.of())
        : new Argument(null, null, PictureInput.of(List.of(file)));
  }

  private static Path path(String source) {
    try {
      return FileNames.path(source);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + source + "' cannot be the name of a file", e);
    }
  }

  /** Whether the source has no end. */
  boolean isEndless() {
    return watch || every != null;
  }

  /** The folders that are watched. */
  List<Path> folders() {
    return arguments.stream()
        .filter(argument -> argument.folder() != null)
        .map(Argument::folder)
        .toList();
  }

  /** The files, where all are known. */
  List<Path> files() {
    return arguments.stream()
        .flatMap(argument -> argument.pictures().stream())
        .map(PictureInput::file)
        .toList();
  }

  /** How many inputs there are, if the source has an end. */
  int count() {
    return files().size() + cameras();
  }

  /** How many cameras there are. */
  int cameras() {
    return (int) arguments.stream().filter(argument -> argument.camera() != null).count();
  }

  /** Opens the source. */
  InputSource open(HttpClient http, Timers timers, Blocking blocking, Consumer<String> notices) {
    if (watch) {
      return new WatchInputs(folders(), timers, blocking, notices);
    }
    if (every != null) {
      Duration patience = cameraPatience(every);
      List<Camera> cameras =
          arguments.stream()
              .map(argument -> new Camera(http, argument.camera(), patience, timers))
              .toList();
      return new CameraInputs(cameras, every, timers, notices);
    }
    List<Supplier<Future<Input>>> inputs = new ArrayList<>();
    for (Argument argument : arguments) {
      if (argument.camera() != null) {
        inputs.add(new Camera(http, argument.camera(), CAMERA_PATIENCE, timers)::fetch);
      } else {
        argument.pictures().forEach(input -> inputs.add(() -> blocking.call(() -> read(input))));
      }
    }
    return new BatchInputs(inputs);
  }

  private static Duration cameraPatience(Duration every) {
    if (every.compareTo(MIN_CAMERA_PATIENCE) < 0) {
      return MIN_CAMERA_PATIENCE;
    }
    return every.compareTo(CAMERA_PATIENCE) < 0 ? every : CAMERA_PATIENCE;
  }

  private static Input read(PictureInput input) {
    return Optional.ofNullable(input.fault())
        .map(fault -> PictureFile.faulty(input.file(), fault))
        .orElseGet(() -> PictureFile.read(input.file()));
  }
}
