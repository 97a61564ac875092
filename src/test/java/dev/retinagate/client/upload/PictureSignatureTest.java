package dev.retinagate.client.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureSignatureTest {

  private static final Path PICTURES = Path.of("src", "test", "resources", "pictures");

  @TempDir private Path folder;

  @Test
  void aPictureOfEachFormatIsWholeAndWithoutItsEndItIsNot() throws IOException {
    for (String name :
        List.of("chelsea.jpg", "formats/rgb.png", "formats/lossy.webp", "formats/colour.bmp")) {
      byte[] bytes = Files.readAllBytes(PICTURES.resolve(name));
      Path file = folder.resolve("picture");

      Files.write(file, bytes);
      assertThat(FolderListing.isWhole(file)).as(name).isTrue();
      Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
      assertThat(FolderListing.isWhole(file)).as(name + " without its last byte").isFalse();
    }
  }

  @Test
  void aFileThatIsNotThereOrEmptyIsNotWhole() throws IOException {
    assertThat(FolderListing.isWhole(folder.resolve("none.jpg"))).isFalse();
    assertThat(FolderListing.isWhole(Files.createFile(folder.resolve("empty.jpg")))).isFalse();
  }
}
