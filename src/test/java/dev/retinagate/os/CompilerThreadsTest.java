package dev.retinagate.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerThreadsTest {

  @TempDir private Path tasks;

  @Test
  void findsTheThreadsOfBothCompilersAndNoOther() throws IOException {
    task("11", "C2 CompilerThre");
    task("12", "C1 CompilerThre");
    task("13", "vert.x-eventloo");
    task("14", "VM Thread");

    assertEquals(Set.of(11, 12), Set.copyOf(CompilerThreads.find(tasks)));
  }

  @Test
  void aThreadThatHasEndedMeanwhileIsNoError() throws IOException {
    Files.createDirectory(tasks.resolve("15"));
    task("16", "C1 CompilerThre");

    assertEquals(Set.of(16), Set.copyOf(CompilerThreads.find(tasks)));
  }

  @Test
  void thisMachinesCompilerThreadsHaveTheseNames() throws IOException {
    Path own = Path.of("/proc/self/task");
    assumeTrue(Files.exists(own), "no procfs");

    assertFalse(CompilerThreads.find(own).isEmpty());
  }

  private void task(String id, String name) throws IOException {
    Path task = Files.createDirectory(tasks.resolve(id));
    Files.writeString(task.resolve("comm"), name + "\n");
  }
}
