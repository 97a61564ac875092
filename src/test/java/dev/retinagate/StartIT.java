package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.JarNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first start on a machine: no library has been unpacked before, in {@code ~/.djl.ai} or
 * elsewhere.
 */
class StartIT {

  /** Generous: machines differ, and the test prints the measured times. */
  private static final Duration MAX_START = Duration.ofSeconds(30);

  @Test
  void isReadySoonOnAMachineThatHasNeverRunIt(@TempDir Path home) throws Exception {
    List<String> nothingUnpacked = List.of("-Duser.home=" + home);
    try (JarNode first = new JarNode(nothingUnpacked)) {
      System.out.printf(
          "start to ready, libraries unpacked anew: %d ms%n", first.startToReady().toMillis());
      assertThat(first.startToReady()).isLessThan(MAX_START);
      assertThat(home.resolve(".djl.ai")).as("the home that is used").isDirectory();
    }
    try (JarNode second = new JarNode(nothingUnpacked)) {
      System.out.printf("start to ready, the next time: %d ms%n", second.startToReady().toMillis());
      assertThat(second.startToReady()).isLessThan(MAX_START);
    }
  }

  @Test
  void hasItsCodeCompiledBeforeItIsReady() throws Exception {
    try (JarNode node = new JarNode()) {
      assertThat(node.log())
          .containsPattern("warmed up with [0-9]{2,} pictures")
          .doesNotContain("the warm-up failed");
    }
  }

  @Test
  void compilerThreadsRunAtALowPriority() throws Exception {
    try (JarNode node = new JarNode()) {
      assertThat(node.niceOfThreads("C1 Compiler")).isNotEmpty().allMatch(nice -> nice >= 7);
      assertThat(node.niceOfThreads("C2 Compiler")).isNotEmpty().allMatch(nice -> nice >= 7);
      assertThat(node.niceOfThreads("vert.x-event"))
          .isNotEmpty()
          .containsOnly(node.niceOfThreads("java)").get(0));
    }
  }
}
