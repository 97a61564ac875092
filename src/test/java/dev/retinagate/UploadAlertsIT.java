package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.AlertReceiver;
import dev.retinagate.support.AlertReceiver.Post;
import dev.retinagate.support.JarNode;
import dev.retinagate.support.JarRun;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alerts by the rules of a real node, posted by the packaged jar to a receiver that fails. */
@Tag("side-by-side")
class UploadAlertsIT {

  private static final int PICTURES = 24;
  private static final String SECRET = "not to be guessed";

  @TempDir private Path folder;

  /**
   * The receiver is not there until the last picture is answered; then it takes two, is full,
   * breaks, and takes a post without saying so. Only the last comes twice, with the same id.
   */
  @Test
  @Timeout(180)
  void aReceiverThatIsDownForAWhileGetsEachAlertInOrderAndTwiceOnlyTheOneWhoseAnswerWasLost()
      throws Exception {
    pictures();
    Path out = Files.createFile(folder.resolve("out.jsonl"));
    Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
    try (JarNode node = new JarNode();
        AlertReceiver receiver =
            new AlertReceiver().next(200, 200, 503, 500, AlertReceiver.LOST_ANSWER)) {
      CompletableFuture<JarRun> upload =
          upload(
              out,
              node,
              "--concurrency=4",
              "--alert-on=every",
              "--webhook=" + receiver.url(),
              "--webhook-secret=" + secret);
      while (Files.readAllLines(out).size() < PICTURES) {
        Thread.sleep(20);
      }
      receiver.start();
      JarRun run = upload.get(120, TimeUnit.SECONDS);

      assertThat(run.status()).as(run.err()).isEqualTo(2);
      List<String> alerts =
          Files.readAllLines(out).stream().filter(UploadAlertsIT::isAlert).toList();
      assertThat(alerts).as("alerts of the node's rules").hasSize(PICTURES / 2);
      List<Post> taken =
          receiver.posts().stream().filter(post -> post.status() / 100 == 2).toList();
      assertThat(taken)
          .extracting(post -> new JsonObject(post.body()))
          .isEqualTo(alerts.stream().map(JsonObject::new).toList());
      List<String> ids =
          alerts.stream().map(line -> new JsonObject(line).getString("requestId")).toList();
      assertThat(taken).extracting(Post::id).isEqualTo(ids).doesNotHaveDuplicates();
      assertThat(receiver.posts().stream().filter(post -> post.status() / 100 != 2))
          .extracting(Post::id)
          .containsExactly(ids.get(2), ids.get(2), ids.get(2));
      for (Post post : receiver.posts()) {
        assertThat(post.signature()).isEqualTo("sha256=" + hmac(post.body()));
      }
      assertThat(run.err().lines().filter(line -> line.startsWith("The webhook")))
          .as("each trouble is said once, and its end")
          .hasSize(4)
          .startsWith(run.err().lines().findFirst().orElseThrow())
          .filteredOn(line -> line.equals("The webhook takes alerts again."))
          .hasSize(2);
    }
  }

  @Test
  @Timeout(180)
  void onChangeAnAlertIsPostedEachTimeThatItBegins() throws Exception {
    pictures();
    Path out = Files.createFile(folder.resolve("out.jsonl"));
    try (JarNode node = new JarNode();
        AlertReceiver receiver = new AlertReceiver().start()) {
      JarRun run = upload(out, node, "--webhook=" + receiver.url()).get(120, TimeUnit.SECONDS);

      assertThat(run.status()).as(run.err()).isEqualTo(2);
      assertThat(receiver.posts())
          .extracting(post -> Path.of(new JsonObject(post.body()).getString("name")))
          .containsExactly(
              picture(0), picture(4), picture(8), picture(12), picture(16), picture(20));
    }
  }

  /** By turns two pictures with a cat and two without. */
  private void pictures() throws Exception {
    Files.createDirectory(folder.resolve("pictures"));
    for (int i = 0; i < PICTURES; i++) {
      Files.write(picture(i), JarNode.picture(i / 2 % 2 == 0 ? "chelsea.jpg" : "coffee.jpg"));
    }
  }

  private Path picture(int number) {
    return folder.resolve("pictures").resolve("p%02d.jpg".formatted(number));
  }

  private CompletableFuture<JarRun> upload(Path out, JarNode node, String... flags) {
    return new JarRun.Builder(
            "upload",
            folder.resolve("pictures").toString(),
            "--url=" + node.uri("/"),
            "--forbid=cat")
        .and(flags)
        .outTo(out)
        .start();
  }

  private static boolean isAlert(String line) {
    return new JsonObject(line).getJsonObject("assessment").getBoolean("alert");
  }

  private static String hmac(String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }
}
