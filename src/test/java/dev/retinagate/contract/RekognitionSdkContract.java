package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a program sees that uses Amazon's SDK for Java as it is, but for the endpoint. Each version
 * of the SDK has a subclass.
 */
abstract class RekognitionSdkContract {

  static final String REGION = "eu-central-1";

  private static final long PATIENCE_SECONDS = 60;
  private static final String REFUSED = "retinagate_rejected_total{reason=\"full\"}";

  private static TestNode node;

  /** A call of the SDK; null for what the program does not set. */
  record Call(
      ByteBuffer bytes,
      boolean s3Object,
      Integer maxLabels,
      Float minConfidence,
      List<String> includedLabels,
      List<String> excludedCategories,
      boolean imageProperties) {

    static Call of(String picture) {
      return of(picture.getBytes(StandardCharsets.US_ASCII));
    }

    static Call of(byte[] picture) {
      return new Call(ByteBuffer.wrap(picture), false, null, null, null, null, false);
    }
  }

  /**
   * What the program gets.
   *
   * @param labels the names, or of a failed call none
   * @param firstBox left, top, width and height of the first label's first instance
   * @param error the simple name of the exception's class, or null
   * @param code the error's name, or null
   */
  record Result(List<String> labels, List<Float> firstBox, String error, String code, int status) {}

  /** Whose signature the SDK puts on its calls. */
  record Signer(String id, String secret, String region) {}

  /** Calls {@code DetectLabels}. */
  abstract Result call(String endpoint, Call call, boolean retries, Signer signer);

  final Result call(String endpoint, Call call, boolean retries) {
    return call(endpoint, call, retries, new Signer("any", "any", REGION));
  }

  @BeforeAll
  static void start() throws Exception {
    node = new TestNode(Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    node.close();
  }

  @AfterEach
  void holdsNothing() throws Exception {
    node.awaitNothingHeld();
  }

  @Test
  void getsTheLabelsOfThePicturesBytes() {
    Result result = call(Call.of("cat"));

    assertThat(result.labels()).containsExactly("Cat", "Animal", "Mammal", "Pet");
    assertThat(result.firstBox())
        .containsExactly(12.3456f / 640, 30.1f / 480, 101.0f / 640, 220.4f / 480);
  }

  @Test
  void getsAsManyLabelsAsItAsksFor() {
    assertThat(call(new Call(cat(), false, 2, null, null, null, false)).labels())
        .containsExactly("Cat", "Animal");
  }

  @Test
  void getsNoLabelBelowItsConfidence() {
    assertThat(call(new Call(cat(), false, null, 91f, null, null, false)).labels()).hasSize(4);
    assertThat(call(new Call(cat(), false, null, 92f, null, null, false)).labels()).isEmpty();
  }

  @Test
  void getsTheLabelsThatItsFiltersKeep() {
    assertThat(call(new Call(cat(), false, null, null, List.of("Pet"), null, false)).labels())
        .containsExactly("Pet");
    assertThat(
            call(new Call(cat(), false, null, null, null, List.of("Animals and Pets"), false))
                .labels())
        .isEmpty();
  }

  @Test
  void getsATypedExceptionForWhatIsNoPicture() {
    assertError(call(Call.of("bad:UNSUPPORTED_FORMAT")), "InvalidImageFormatException", 400);
  }

  @Test
  void getsATypedExceptionForAPictureOfSixMegabytes() {
    assertError(call(Call.of(new byte[6 << 20])), "ImageTooLargeException", 400);
  }

  @Test
  void getsATypedExceptionForAPictureInS3() {
    assertError(
        call(new Call(null, true, null, null, null, null, false)), "InvalidS3ObjectException", 400);
  }

  @Test
  void getsATypedExceptionForNoBytes() {
    assertError(call(Call.of("")), "InvalidParameterException", 400);
  }

  @Test
  void getsATypedExceptionForFeaturesThatAreNotThere() {
    assertError(
        call(new Call(cat(), false, null, null, null, null, true)),
        "InvalidParameterException",
        400);
  }

  @Test
  void getsATypedExceptionFromAnEngineThatFails() {
    Result result = call(Call.of("boom"));

    assertThat(result.error()).startsWith("InternalServerError");
    assertThat(result.status()).isEqualTo(500);
  }

  @Test
  void isThrottledWhenTheNodeIsFullAndSucceedsByItsOwnRetriesWhenRoomComes() throws Exception {
    List<RawClient> inside = new ArrayList<>();
    for (int i = 0; i < TestNode.PERMITS; i++) {
      inside.add(node.client().post("/detect", "", "wait"));
    }
    node.awaitInside(TestNode.PERMITS, 0);
    assertError(call(Call.of("cat")), "ThrottlingException", 503);
    double refused = refused();

    CompletableFuture<Result> patient =
        CompletableFuture.supplyAsync(() -> call(endpoint(), Call.of("cat"), true));
    awaitRefusedAfter(refused);
    node.detectors().letGo(TestNode.PERMITS);

    assertThat(patient.get(PATIENCE_SECONDS, TimeUnit.SECONDS).labels()).contains("Cat");
    for (RawClient client : inside) {
      assertThat(client.response().status()).isEqualTo(200);
    }
  }

  private static void awaitRefusedAfter(double before) throws Exception {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (refused() <= before) {
      assertThat(System.nanoTime() - giveUp).as("no request was refused").isNegative();
    }
  }

  private static double refused() throws Exception {
    return node.metrics()
        .lines()
        .filter(line -> line.startsWith(REFUSED))
        .mapToDouble(line -> Double.parseDouble(line.substring(REFUSED.length())))
        .sum();
  }

  private Result call(Call call) {
    return call(endpoint(), call, false);
  }

  private static String endpoint() {
    return "http://127.0.0.1:" + node.gateway().port();
  }

  private static ByteBuffer cat() {
    return ByteBuffer.wrap("cat".getBytes(StandardCharsets.US_ASCII));
  }

  private static void assertError(Result result, String name, int status) {
    assertThat(result.error()).isEqualTo(name);
    assertThat(result.code()).isEqualTo(name);
    assertThat(result.status()).isEqualTo(status);
  }
}
