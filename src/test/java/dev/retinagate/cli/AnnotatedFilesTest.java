package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotatedFilesTest {

  @TempDir private Path folder;

  @Test
  void picturesKeepTheirNamesInAFolderThatIsMade() throws IOException {
    Path drawn = folder.resolve("new/drawn");

    assertThat(names(drawn, folder.resolve("cat.png"), folder.resolve("dog.webp")))
        .containsExactly("cat.jpg", "dog.jpg");
    assertThat(drawn).isDirectory();
  }

  @Test
  void theSameNameFromTwoFoldersIsNumbered() throws IOException {
    assertThat(
            names(
                folder.resolve("drawn"),
                folder.resolve("a/cat.jpg"),
                folder.resolve("b/cat.jpg"),
                folder.resolve("b/cat.png"),
                folder.resolve("b/cat-2.png")))
        .containsExactly("cat.jpg", "cat-2.jpg", "cat-3.jpg", "cat-2-2.jpg");
  }

  @Test
  void aPictureIsNeverReplacedByItsAnnotatedSelf() throws IOException {
    Path cat = Files.createFile(folder.resolve("cat.jpg"));

    assertThat(names(folder, cat)).containsExactly("cat-2.jpg");
  }

  @Test
  void aPictureIsNotReplacedThroughALinkEither() throws IOException {
    Path cat = Files.createFile(folder.resolve("cat.jpg"));
    Path drawn = Files.createDirectory(folder.resolve("drawn"));
    Files.createSymbolicLink(drawn.resolve("cat.jpg"), cat);

    assertThat(names(drawn, cat)).containsExactly("cat-2.jpg");
  }

  @Test
  void filesOfAnEarlierRunAreReplaced() throws IOException {
    Path drawn = Files.createDirectory(folder.resolve("drawn"));
    Files.createFile(drawn.resolve("cat.jpg"));

    assertThat(names(drawn, folder.resolve("cat.jpg"))).containsExactly("cat.jpg");
  }

  private static List<String> names(Path drawn, Path... pictures) throws IOException {
    return AnnotatedFiles.of(drawn, List.of(pictures)).stream()
        .map(target -> drawn.relativize(target).toString())
        .toList();
  }
}
