package dev.retinagate.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.random.RandomGenerator;

/**
 * Sends pictures to a node, or to the balancer before several, and gets each of them answered once.
 *
 * <ul>
 *   <li>A node that is full is asked again after the time of its {@code Retry-After} and up to half
 *       as much again, {@link ClientOptions#maxTries} times at most; the last refusal is then the
 *       answer.
 *   <li>A node that restarts, drains or cannot be reached is waited for, up to {@link
 *       ClientOptions#giveUpAfter}; a picture fails with {@link NodeAwayException} then.
 *   <li>A picture whose answer has come is never sent again. One whose connection broke before is:
 *       the node may have looked at it without being able to say so.
 *   <li>No more pictures than {@link ClientOptions#window} are held; of those, as many are sent at
 *       a time as the node takes.
 * </ul>
 *
 * <p>Every picture of a folder, eight at a time, in the order of the list:
 *
 * <pre>{@code
 * Vertx vertx = Vertx.vertx();
 * RetinagateClient client =
 *     new RetinagateClient(
 *         vertx,
 *         ClientOptions.of(URI.create("http://localhost:8080"))
 *             .withWindow(8)
 *             .withParameters(DetectionParameters.NONE.with("expect", "cow:3")));
 * Iterator<String> names = List.of("meadow-1.jpg", "meadow-2.jpg").iterator();
 * client
 *     .detectAll(
 *         () ->
 *             names.hasNext()
 *                 ? vertx.fileSystem().readFile(names.next()).map(bytes -> Optional.of(new Picture("meadow", bytes)))
 *                 : Future.succeededFuture(Optional.empty()),
 *         (picture, answer) -> {
 *           System.out.println(picture.name() + (answer.isAlert() ? ": cows are missing" : ": fine"));
 *           return Future.succeededFuture();
 *         })
 *     .eventually(vertx::close);
 * }</pre>
 *
 * <p>Safe for use by several threads; sources, sinks and futures are called on the client's own
 * context. Kept in a field for as long as it is used: Vert.x closes a client that was collected.
 */
public final class RetinagateClient {

  private final Context context;
  private final ClientOptions options;
  private final Transport transport;
  private final SendQueue queue;

  /** A client on a context of its own. */
  public RetinagateClient(Vertx vertx, ClientOptions options) {
    this(vertx.getOrCreateContext(), options);
  }

  /** A client on this context, whose timers and callbacks all run there. */
  public RetinagateClient(Context context, ClientOptions options) {
    this(
        context,
        options,
        new WebTransport(context.owner(), options),
        Timers.of(context),
        RandomGenerator.getDefault());
  }

  RetinagateClient(
      Context context,
      ClientOptions options,
      Transport transport,
      Timers timers,
      RandomGenerator random) {
    this.context = context;
    this.options = options;
    this.transport = transport;
    queue = new SendQueue(options, transport, timers, random);
  }

  /**
   * Sends one picture. Completes with the answer, be it a problem. Fails with {@link
   * NodeAwayException} if no node was there for too long, and with {@link IllegalStateException} if
   * the window is full: the caller waits for one of its other answers first.
   */
  public Future<Answer> detect(Buffer picture) {
    Promise<Answer> promise = Promise.promise();
    context.runOnContext(
        ignored -> {
          if (queue.open() >= options.window()) {
            promise.fail(
                new IllegalStateException(
                    "%d pictures are under way, as many as the window has"
                        .formatted(options.window())));
          } else {
            queue.send(picture).onComplete(promise);
          }
        });
    return promise.future();
  }

  /**
   * Sends all pictures of a source. The answers come in the order of the pictures, whichever comes
   * first from the node. Takes the whole window: nothing else is sent meanwhile. Fails if the
   * source or the sink does, or with {@link NodeAwayException}; the answers of the pictures before
   * have been delivered then.
   */
  public Future<Void> detectAll(PictureSource source, AnswerSink sink) {
    Promise<Void> promise = Promise.promise();
    context.runOnContext(
        ignored ->
            new InOrder<>(
                    options.window(),
                    source::next,
                    picture -> detect(picture.bytes()),
                    sink::accept)
                .run()
                .onComplete(promise));
    return promise.future();
  }

  /** Closes the connections; pictures that are not answered fail. */
  public Future<Void> close() {
    Promise<Void> promise = Promise.promise();
    context.runOnContext(
        ignored -> {
          queue.close();
          transport.close().onComplete(promise);
        });
    return promise.future();
  }
}
