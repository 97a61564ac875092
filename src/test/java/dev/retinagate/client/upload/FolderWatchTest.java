package dev.retinagate.client.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.client.upload.FolderWatch.Seen;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FolderWatchTest {

  private static final long MILLI = 1_000_000;

  private final FolderWatch watch = new FolderWatch();
  private final Set<Path> whole = new HashSet<>();
  private final List<Seen> folder = new ArrayList<>();
  private List<Path> vanished = List.of();

  @Test
  void aFileIsCompleteWhenItHasNotChangedForASecond() {
    put("a.jpg", 1, 100, 0);
    assertThat(look(0)).isEmpty();
    assertThat(look(999)).isEmpty();
    assertThat(look(1000)).containsExactly(path("a.jpg"));
    assertThat(look(2000)).as("it is sent once").isEmpty();
  }

  @Test
  void aFileThatGrowsIsNotCompleteUntilItRests() {
    put("a.jpg", 1, 100, 0);
    look(0);
    put("a.jpg", 1, 200, 1);
    assertThat(look(1000)).isEmpty();
    assertThat(look(1999)).isEmpty();
    assertThat(look(2000)).containsExactly(path("a.jpg"));
  }

  @Test
  void aHalfFileWhoseWriterPausesIsWaitedForTenSeconds() {
    put("a.jpg", 1, 100, 0);
    whole.clear();
    look(0);
    assertThat(look(9999)).isEmpty();
    put("a.jpg", 1, 200, 1);
    whole.add(path("a.jpg"));
    look(10_500);
    assertThat(look(11_500)).containsExactly(path("a.jpg"));
  }

  @Test
  void aFileWithoutAnEndIsSentOnceItRestedForLong() {
    put("a.jpg", 1, 100, 0);
    whole.clear();
    look(0);
    assertThat(look(10_000)).containsExactly(path("a.jpg"));
  }

  @Test
  void anEmptyFileIsNeverSent() {
    put("a.jpg", 1, 0, 0);
    look(0);
    assertThat(look(60_000)).isEmpty();
  }

  @Test
  void aFileThatIsRenamedBeforeItIsSentIsSentOnceUnderItsNewName() {
    put("a.jpg", 1, 100, 0);
    look(0);
    rename("a.jpg", "b.jpg");
    assertThat(look(1000)).containsExactly(path("b.jpg"));
    assertThat(vanished).isEmpty();
  }

  @Test
  void aFileThatIsRenamedAfterItWasSentIsNotSentAgain() {
    put("a.jpg", 1, 100, 0);
    look(0);
    look(1000);
    rename("a.jpg", "b.jpg");
    assertThat(look(2000)).isEmpty();
    assertThat(look(60_000)).isEmpty();
  }

  @Test
  void aFileThatIsRenamedBetweenTheLookAndItsReadingIsSentUnderItsNewName() {
    put("a.jpg", 1, 100, 0);
    look(0);
    assertThat(look(1000)).containsExactly(path("a.jpg"));
    rename("a.jpg", "b.jpg");
    watch.missed(path("a.jpg"));
    assertThat(look(1500)).containsExactly(path("b.jpg"));
  }

  @Test
  void aFileThatReplacesAnotherUnderItsNameIsNew() {
    put("a.jpg", 1, 100, 0);
    look(0);
    look(1000);
    put("a.jpg", 2, 100, 0);
    look(2000);
    assertThat(look(3000)).containsExactly(path("a.jpg"));
  }

  @Test
  void aFileThatIsWrittenAnewIsNew() {
    put("a.jpg", 1, 100, 0);
    look(0);
    look(1000);
    put("a.jpg", 1, 100, 5);
    look(2000);
    assertThat(look(3000)).containsExactly(path("a.jpg"));
  }

  @Test
  void aFileThatIsDeletedBeforeItIsSentIsSaidOnce() {
    put("a.jpg", 1, 100, 0);
    look(0);
    folder.clear();
    look(500);
    assertThat(vanished).containsExactly(path("a.jpg"));
    look(1000);
    assertThat(vanished).isEmpty();
  }

  @Test
  void aFileThatIsDeletedAfterItWasSentIsForgottenInSilence() {
    put("a.jpg", 1, 100, 0);
    look(0);
    look(1000);
    folder.clear();
    look(1500);
    assertThat(vanished).isEmpty();
  }

  @Test
  void filesComeInTheOrderOfTheLook() {
    put("a.jpg", 3, 100, 0);
    put("b.jpg", 1, 100, 0);
    put("c.jpg", 2, 100, 0);
    look(0);
    assertThat(look(1000)).containsExactly(path("a.jpg"), path("b.jpg"), path("c.jpg"));
  }

  private List<Path> look(long millis) {
    FolderWatch.Found found = watch.look(List.copyOf(folder), millis * MILLI, whole::contains);
    vanished = found.vanished();
    return found.complete();
  }

  private void put(String name, int key, long size, long modified) {
    folder.removeIf(seen -> seen.file().equals(path(name)));
    folder.add(new Seen(path(name), key, size, FileTime.fromMillis(modified)));
    whole.add(path(name));
  }

  private void rename(String from, String to) {
    Seen old =
        folder.stream().filter(seen -> seen.file().equals(path(from))).findFirst().orElseThrow();
    folder.remove(old);
    put(to, (int) old.key(), old.size(), old.modified().toMillis());
  }

  private static Path path(String name) {
    return Path.of("folder", name);
  }
}
