package dev.retinagate.client.upload;

import dev.retinagate.client.FailureText;
import dev.retinagate.client.Timers;
import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The pictures of folders, those that are there and then each new one as it is complete, without an
 * end. Looks again and again: notifications of the kernel do not exist for network file systems.
 */
public final class WatchInputs implements InputSource {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final Timers timers;
  private final Blocking blocking;
  private final Consumer<String> notices;
  private final Map<Path, FolderWatch> watches = new LinkedHashMap<>();
  private final Deque<Path> complete = new ArrayDeque<>();
  private Promise<Optional<Input>> demand;
  private boolean looking;
  private boolean reading;
  private boolean stopped;
  private String trouble = "";

  /** What a look brings; from a worker thread to the client's. */
  private record Look(List<Path> complete, List<Path> vanished, String trouble) {}

  /**
   * A source that looks once it is asked.
   *
   * @param notices takes sentences for a person
   */
  public WatchInputs(
      List<Path> folders, Timers timers, Blocking blocking, Consumer<String> notices) {
    this.timers = timers;
    this.blocking = blocking;
    this.notices = notices;
    folders.forEach(folder -> watches.put(folder, new FolderWatch()));
  }

  @Override
  public Future<Optional<Input>> next() {
    demand = Promise.promise();
    Future<Optional<Input>> next = demand.future();
    serve();
    return next;
  }

  @Override
  public void stop() {
    stopped = true;
    complete.clear();
    serve();
  }

  private void serve() {
    if (demand == null || reading) {
      return;
    }
    if (stopped) {
      satisfy(Optional.empty());
    } else if (complete.isEmpty()) {
      look();
    } else {
      read(complete.poll());
    }
  }

  private void satisfy(Optional<Input> next) {
    Promise<Optional<Input>> waiting = demand;
    demand = null;
    if (waiting != null) {
      waiting.complete(next);
    }
  }

  private void read(Path file) {
    reading = true;
    blocking
        .call(() -> PictureFile.load(file))
        .onComplete(
            input -> {
              reading = false;
              satisfy(Optional.of(input));
            },
            failure -> {
              reading = false;
              if (failure instanceof NoSuchFileException) {
                watches.values().forEach(watch -> watch.missed(file));
                serve();
              } else {
                satisfy(
                    Optional.of(
                        PictureFile.faulty(
                            file,
                            failure instanceof IOException io
                                ? FileProblem.reason(io)
                                : FailureText.of(failure))));
              }
            });
  }

  private void look() {
    if (looking) {
      return;
    }
    looking = true;
    blocking
        .call(this::lookOnce)
        .onComplete(
            look -> {
              timers.after(BETWEEN_LOOKS, this::lookAgain);
              take(look);
            },
            failure -> {
              notices.accept("The folders cannot be watched: " + FailureText.of(failure));
              timers.after(BETWEEN_LOOKS, this::lookAgain);
            });
  }

  private void lookAgain() {
    looking = false;
    if (complete.isEmpty()) {
      serve();
    }
  }

  /** Never while a file is read: the watches belong to one thread at a time. */
  private Look lookOnce() {
    List<Path> found = new ArrayList<>();
    List<Path> vanished = new ArrayList<>();
    String fault = "";
    for (Map.Entry<Path, FolderWatch> watch : watches.entrySet()) {
      try {
        FolderWatch.Found one =
            watch
                .getValue()
                .look(FolderListing.of(watch.getKey()), timers.nanos(), FolderListing::isWhole);
        found.addAll(one.complete());
        vanished.addAll(one.vanished());
      } catch (IOException e) {
        // What was sent stays known: the folder may come back as it was.
        fault = FileNames.text(watch.getKey()) + " cannot be listed: " + FileProblem.reason(e);
      }
    }
    return new Look(found, vanished, fault);
  }

  private void take(Look look) {
    if (!look.trouble().equals(trouble)) {
      trouble = look.trouble();
      notices.accept(trouble.isEmpty() ? "The folders can be listed again." : trouble);
    }
    look.vanished()
        .forEach(file -> notices.accept(FileNames.text(file) + " was deleted before it was sent."));
    if (!stopped) {
      complete.addAll(look.complete());
    }
    if (!complete.isEmpty()) {
      serve();
    }
  }
}
