package dev.retinagate.cli;

import dev.retinagate.client.ClientOptions;
import dev.retinagate.client.RetinagateClient;
import dev.retinagate.client.Timers;
import dev.retinagate.client.upload.Blocking;
import dev.retinagate.client.upload.CameraRedirects;
import dev.retinagate.client.upload.InputSource;
import dev.retinagate.client.upload.Outcome;
import dev.retinagate.client.upload.OutcomeWriter;
import dev.retinagate.client.upload.SeriesWriter;
import dev.retinagate.client.upload.UploadRun;
import dev.retinagate.client.upload.Webhook;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import picocli.CommandLine.ExitCode;

/** One run of {@code upload}: opens what it needs, waits for its end or a signal, and closes. */
final class UploadProcess {

  /** The exit status of a run in which a rule was broken. */
  private static final int ALERTED = 2;

  private static final int WORKER_THREADS = 4;

  /** After a signal, beyond the patience for the node and for the webhook. */
  private static final Duration EXIT_MARGIN = Duration.ofSeconds(10);

  private final ClientOptions options;
  private final UploadSources sources;
  private final WebhookOptions webhookOptions;
  private final Backend engine;
  private final PrintWriter err;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  UploadProcess(
      ClientOptions options,
      UploadSources sources,
      WebhookOptions webhookOptions,
      Backend engine,
      PrintWriter err) {
    this.options = options;
    this.sources = sources;
    this.webhookOptions = webhookOptions;
    this.engine = engine;
    this.err = err;
  }

  /**
   * Runs to the end.
   *
   * @param printed takes the answers first
   * @param drawing draws each picture that is answered; may block
   * @param series the file of counts, or null
   * @return the exit status
   * @throws IOException if a target cannot be written
   */
  int run(OutcomeWriter printed, Function<Outcome, Outcome> drawing, Path series)
      throws IOException {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(WORKER_THREADS)
                .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false)));
    int status = ExitCode.SOFTWARE;
    List<OutcomeWriter> writers = new ArrayList<>(List.of(printed));
    try (Progress progress = new Progress(err, sources.isEndless() ? 0 : sources.count())) {
      if (series != null) {
        writers.add(new SeriesWriter(series));
      }
      writers.add(0, ProgressWriter.before(progress));
      writers.add(ProgressWriter.behind(progress));
      status = run(vertx, writers, drawing, progress::say);
    } finally {
      try {
        for (OutcomeWriter writer : writers) {
          writer.close();
        }
      } finally {
        join(vertx.close());
        ended.complete(status);
      }
    }
    return status;
  }

  private int run(
      Vertx vertx,
      List<OutcomeWriter> writers,
      Function<Outcome, Outcome> drawing,
      Consumer<String> notices)
      throws IOException {
    Context context = vertx.getOrCreateContext();
    Timers timers = Timers.of(context);
    Blocking blocking = new Blocking(context);
    // As many connections as cameras: one recorder may have them all, and some may hang.
    HttpClient cameras =
        CameraRedirects.client(
            vertx, new PoolOptions().setHttp1MaxSize(Math.max(1, sources.cameras())));
    RetinagateClient client = new RetinagateClient(context, options);
    InputSource source = sources.open(cameras, timers, blocking, notices);
    Optional<Webhook> webhook = webhookOptions.open(vertx, timers, notices);
    UploadRun run =
        new UploadRun(
            client,
            options.window(),
            source,
            new UploadRun.Targets(
                drawing,
                writers,
                outcome ->
                    webhook.map(hook -> hook.take(outcome)).orElse(Future.succeededFuture())),
            blocking);
    if (sources.isEndless()) {
      Thread hook = new Thread(() -> end(context, source), "end-upload");
      Runtime.getRuntime().addShutdownHook(hook);
    }
    Promise<UploadRun.Result> result = Promise.promise();
    context.runOnContext(ignored -> run.run().onComplete(result));
    UploadRun.Result told = join(result.future());
    told.gaveUp().ifPresent(reason -> notices.accept("Gave up: " + reason));
    long notPosted = webhook.isPresent() ? finish(context, webhook.get(), notices) : 0;
    join(client.close());
    return status(told, notPosted);
  }

  private long finish(Context context, Webhook webhook, Consumer<String> notices)
      throws IOException {
    Promise<Long> finished = Promise.promise();
    context.runOnContext(ignored -> webhook.finish(options.giveUpAfter()).onComplete(finished));
    long notPosted = join(finished.future());
    if (notPosted > 0) {
      notices.accept("The webhook has not taken " + notPosted + " alerts.");
    }
    return notPosted;
  }

  /** An alert is what the run is for; a picture that failed was said on the way. */
  private static int status(UploadRun.Result result, long notPosted) {
    if (result.alerted()) {
      return ALERTED;
    }
    return result.failed() > 0 || notPosted > 0 ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  /**
   * The way out after a signal: pictures that are under way are answered. The hook ends the process
   * itself, since the JVM would report 143.
   */
  private void end(Context context, InputSource source) {
    if (!ended.isDone()) {
      context.runOnContext(ignored -> source.stop());
    }
    Duration bound = options.giveUpAfter().multipliedBy(2).plus(EXIT_MARGIN);
    int status =
        ended.completeOnTimeout(ExitCode.SOFTWARE, bound.toMillis(), TimeUnit.MILLISECONDS).join();
    LogManager.shutdown();
    engine.exit(status);
  }

  private static <T> T join(Future<T> future) throws IOException {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw e;
    }
  }

  /** Counts outcomes, or takes the bar out of the way of their lines. */
  private record ProgressWriter(Runnable action) implements OutcomeWriter {

    static ProgressWriter before(Progress progress) {
      return new ProgressWriter(progress::hide);
    }

    static ProgressWriter behind(Progress progress) {
      return new ProgressWriter(progress::step);
    }

    @Override
    public void write(Outcome outcome) {
      action.run();
    }

    @Override
    public void close() {}
  }
}
