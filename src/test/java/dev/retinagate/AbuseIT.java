package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.abuse.Abuse;
import dev.retinagate.abuse.Barrage;
import dev.retinagate.abuse.SlowHolders;
import dev.retinagate.support.JarNode;
import dev.retinagate.support.Wire;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Fourteen thousand malformed requests to the packaged jar in cleartext, and some thousand over
 * TLS, then clients that hold what they can: the node neither crashes nor leaks, sends only answers
 * of the contract, and goes on serving. Closing it checks its log as well: no stack trace, no
 * blocked event loop, no bytes of a client.
 */
@Tag("side-by-side")
class AbuseIT {

  /** Set it to a seed that was printed, to send the same again. */
  private static final String SEED = "abuse.seed";

  /** One for all runs, so that a failure is of the change that it comes with. */
  private static final long DEFAULT_SEED = 20_261_124;

  private static final double WARM_UP = 0.3;

  /**
   * The heap is bounded and touched from the start, so that what still grows is not Java's: Netty's
   * buffers, stacks of threads, malloc's arenas. These fill in the warm-up; the bound is some
   * chunks of Netty's allocator and less than 10 KB a request, so that a buffer leaked now and then
   * shows.
   */
  private static final long MAX_GROWTH_KIB = 64 << 10;

  private static final int SAMPLING_INTERVAL = 16;

  /** A heap that does not grow, and Netty looks for lost buffers: tells of them as an error. */
  private static final List<String> WATCHED =
      List.of(
          "-Xms384m",
          "-Xmx384m",
          "-XX:+AlwaysPreTouch",
          "-Dio.netty.leakDetection.level=simple",
          "-Dio.netty.leakDetection.samplingInterval=" + SAMPLING_INTERVAL);

  /** Fewer than the permits of two workers: each upload has one for a moment. */
  private static final int UPLOADS_AT_ONCE = 10;

  private static final int UPLOADS = 30;
  private static final int UNREAD_ANSWERS = 3;
  private static final int CLOSED_WINDOWS = 5;

  private static final int PATIENCE_MILLIS = 15_000;
  private static final int POLLING_MILLIS = 20;

  @ParameterizedTest
  @CsvSource({"CLEARTEXT, 1, 14000", "TLS, 0.35, 5000"})
  @Timeout(180)
  void outlivesThousandsOfMalformedRequests(Wire wire, double share, int least) throws Exception {
    long seed = Long.getLong(SEED, DEFAULT_SEED);
    String again = "to repeat: -D" + SEED + "=" + seed;
    try (JarNode node = new JarNode(wire, WATCHED)) {
      new Barrage(wire, node.port(), Abuse.kinds(wire), ~seed, WARM_UP * share).run();
      assertServes(node, again);
      assertThat(node.post("/detect", largePicture()).statusCode()).isEqualTo(200);
      long before = node.residentKib();

      Barrage barrage = new Barrage(wire, node.port(), Abuse.kinds(wire), seed, share);
      long begun = System.nanoTime();
      barrage.run();
      Duration took = Duration.ofNanos(System.nanoTime() - begun);

      assertThat(barrage.failures()).as(again).isEmpty();
      assertCountsWhatIsHeld(wire, node);
      assertThat(barrage.attacks()).isGreaterThan(least);
      assertServes(node, again);
      long growth = node.residentKib() - before;
      System.out.printf(
          "%s%n%s: %d conversations, %d requests, in %d ms; resident memory %+d KiB of %d%n%s%n",
          barrage.tally(),
          wire,
          barrage.attacks(),
          barrage.requests(),
          took.toMillis(),
          growth,
          before,
          again);
      tellOfLostBuffers(node, again);
      assertThat(node.log()).as("what nobody has to look at is no error").doesNotContain(" ERROR ");
      assertThat(growth).as("growth in KiB, " + again).isLessThan(MAX_GROWTH_KIB);
    }
  }

  /** Goes to the worker for large pictures, whose memory is touched at the first one. */
  private static byte[] largePicture() throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(4000, 3000, BufferedImage.TYPE_3BYTE_BGR), "jpg", jpeg);
    return jpeg.toByteArray();
  }

  /**
   * Uploads that crawl and answers that nobody takes, of HTTP/1 and HTTP/2, are all counted, and
   * the node serves beside them.
   */
  private static void assertCountsWhatIsHeld(Wire wire, JarNode node) throws Exception {
    try (SlowHolders holders = new SlowHolders(wire, node.port())) {
      long heldBytes = 0;
      for (int uploads = UPLOADS_AT_ONCE; uploads <= UPLOADS; uploads += UPLOADS_AT_ONCE) {
        holders.upload(UPLOADS_AT_ONCE);
        heldBytes += (long) UPLOADS_AT_ONCE * SlowHolders.UPLOADED_BYTES;
        awaitHeld(node, uploads, heldBytes);
      }
      for (int i = 0; i < UNREAD_ANSWERS; i++) {
        holders.neverRead();
        heldBytes += SlowHolders.MIN_ANSWER_BYTES;
        awaitHeld(node, UPLOADS, heldBytes);
      }
      byte[] small = JarNode.picture("formats/baseline.jpg");
      // Pixels take more bytes as PNG than as JPEG.
      long streamsBytes = (long) SlowHolders.STREAMS / 2 * small.length;
      for (int i = 0; i < CLOSED_WINDOWS; i++) {
        long before = admission(node).getLong("bytesInFlight");
        holders.neverOpenTheWindow(small);
        awaitHeld(node, UPLOADS, before + streamsBytes);
      }
      assertThat(node.post("/detect", JarNode.picture("chelsea.jpg")).statusCode()).isEqualTo(200);
    }
  }

  private static void awaitHeld(JarNode node, int uploading, long minBytes) throws Exception {
    await(
        node,
        minBytes + " bytes held by " + uploading + " uploads and by answers",
        admission ->
            admission.getInteger("uploading") == uploading
                && admission.getInteger("inFlight") == 0
                && admission.getLong("bytesInFlight") >= minBytes);
  }

  /** Netty tells of one when it is collected, and not before another buffer is sampled. */
  private static void tellOfLostBuffers(JarNode node, String again) throws Exception {
    node.collectGarbage();
    for (int i = 0; i < SAMPLING_INTERVAL; i++) {
      assertServes(node, again);
    }
  }

  private static void assertServes(JarNode node, String again) throws Exception {
    assertThat(node.send(node.manage("/health/live")).statusCode()).as(again).isEqualTo(200);
    awaitNothingHeld(node, again);
    HttpResponse<byte[]> good = node.post("/detect", JarNode.picture("chelsea.jpg"));
    assertThat(good.statusCode()).as(again).isEqualTo(200);
    assertThat(new String(good.body(), StandardCharsets.UTF_8)).as(again).contains("\"cat\"");
    awaitNothingHeld(node, again);
  }

  /** Those who left are noticed a moment later. */
  private static void awaitNothingHeld(JarNode node, String again) throws Exception {
    await(
        node,
        "nothing held, " + again,
        admission ->
            admission.getInteger("inFlight") == 0
                && admission.getInteger("uploading") == 0
                && admission.getLong("bytesInFlight") == 0);
  }

  private static void await(JarNode node, String what, Predicate<JsonObject> asItShouldBe)
      throws Exception {
    JsonObject admission = admission(node);
    for (int waited = 0; !asItShouldBe.test(admission); waited += POLLING_MILLIS) {
      assertThat(waited)
          .as("milliseconds waited for %s, instead of %s", what, admission)
          .isLessThan(PATIENCE_MILLIS);
      Thread.sleep(POLLING_MILLIS);
      admission = admission(node);
    }
  }

  private static JsonObject admission(JarNode node) throws Exception {
    return new JsonObject(Buffer.buffer(node.send(node.manage("/health")).body()))
        .getJsonObject("admission");
  }
}
