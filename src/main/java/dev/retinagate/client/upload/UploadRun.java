package dev.retinagate.client.upload;

import dev.retinagate.client.InOrder;
import dev.retinagate.client.NodeAwayException;
import dev.retinagate.client.RetinagateClient;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A run: each input of a source is answered once, and its outcome is written in the order of the
 * inputs. If no node answers for too long, the pictures that are under way fail and no further one
 * is asked for. Owned by the client's thread.
 */
public final class UploadRun {

  /**
   * How a run went.
   *
   * @param failed inputs without a usable answer
   * @param alerted whether a rule was broken in a picture
   * @param gaveUp why no further picture was sent; empty if all were
   */
  public record Result(long failed, boolean alerted, Optional<String> gaveUp) {}

  /**
   * Where outcomes go; each in turn.
   *
   * @param drawing makes of an outcome the one that is written; may block
   * @param writers take it, one after the other
   * @param webhook takes it then, whether it alerts or not, since the end of an alert is the start
   *     of the next; completes once there is room for more
   */
  public record Targets(
      Function<Outcome, Outcome> drawing,
      List<OutcomeWriter> writers,
      Function<Outcome, Future<Void>> webhook) {}

  private final RetinagateClient client;
  private final int window;
  private final InputSource source;
  private final Targets targets;
  private final Blocking blocking;
  private long failed;
  private boolean alerted;
  private String gaveUp;

  /**
   * A run that has not begun.
   *
   * @param window that of the client
   */
  public UploadRun(
      RetinagateClient client, int window, InputSource source, Targets targets, Blocking blocking) {
    this.client = client;
    this.window = window;
    this.source = source;
    this.targets = targets;
    this.blocking = blocking;
  }

  /** Begins; called once, on the client's thread. Fails if an outcome cannot be written. */
  public Future<Result> run() {
    return new InOrder<>(window, source::next, this::answer, this::take)
        .run()
        .map(ignored -> new Result(failed, alerted, Optional.ofNullable(gaveUp)));
  }

  private Future<Outcome> answer(Input input) {
    if (input.fault() != null) {
      return Future.succeededFuture(new Outcome(input, null, input.fault()));
    }
    return client
        .detect(input.bytes())
        .map(
            answer -> {
              source.answered(answer.refusals() > 0);
              return new Outcome(input, answer, null);
            })
        .recover(
            failure -> {
              if (!(failure instanceof NodeAwayException)) {
                return Future.failedFuture(failure);
              }
              gaveUp = failure.getMessage();
              source.stop();
              return Future.succeededFuture(
                  new Outcome(input, null, Fault.nodeAway(failure.getMessage())));
            });
  }

  private Future<Void> take(Input input, Outcome outcome) {
    return blocking
        .call(
            () -> {
              Outcome drawn = targets.drawing().apply(outcome);
              for (OutcomeWriter writer : targets.writers()) {
                writer.write(drawn);
              }
              return drawn;
            })
        .compose(
            written -> {
              failed += written.isDone() ? 0 : 1;
              alerted |= written.isAlert();
              return targets.webhook().apply(written);
            });
  }
}
