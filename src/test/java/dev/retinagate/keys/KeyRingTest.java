package dev.retinagate.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {

  @TempDir private Path folder;
  private Path path;
  private KeyFile file;
  private KeyRing ring;
  private String key;

  @BeforeEach
  void setUp() throws Exception {
    path = folder.resolve("keys");
    file = new KeyFile(path);
    key = file.add("camera", Optional.empty(), 3);
    ring = new KeyRing(path);
  }

  @Test
  void knowsNoKeyBeforeItIsLoaded() throws Exception {
    assertThat(ring.find(key)).isEmpty();

    assertThat(ring.reload()).isTrue();

    assertThat(ring.find(key)).map(KeyEntry::name).contains("camera");
    assertThat(ring.size()).isEqualTo(1);
  }

  @Test
  void knowsWholeKeysOnly() throws Exception {
    ring.reload();

    assertThat(ring.find(key.substring(0, key.length() - 1))).isEmpty();
    assertThat(ring.find(key + "x")).isEmpty();
    assertThat(ring.find(ApiKey.newText())).isEmpty();
    assertThat(ring.find("")).isEmpty();
  }

  @Test
  void seesAChangeOfTheFile() throws Exception {
    ring.reload();
    assertThat(ring.reload()).isFalse();

    String other = file.add("other", Optional.empty(), 1);
    file.remove("camera");

    assertThat(ring.reload()).isTrue();
    assertThat(ring.find(key)).isEmpty();
    assertThat(ring.find(other)).map(KeyEntry::name).contains("other");
  }

  @Test
  void keepsTheKeysWhileTheFileHasAFaultAndTellsItOnce() throws Exception {
    ring.reload();
    String good = Files.readString(path);

    Files.writeString(path, good + "half a li");
    assertThatThrownBy(ring::reload).isInstanceOf(KeyFileException.class);
    assertThat(ring.reload()).isFalse();
    assertThat(ring.find(key)).isPresent();

    Files.delete(path);
    assertThatThrownBy(ring::reload).hasMessageContaining("no such file");
    assertThat(ring.find(key)).isPresent();

    Files.writeString(path, good);
    assertThat(ring.reload()).isFalse();
    Files.delete(path);
    assertThatThrownBy(ring::reload).hasMessageContaining("no such file");
  }

  @Test
  void knowsTheShareOfAClient() throws Exception {
    ring.reload();

    assertThat(ring.share(ring.find(key).orElseThrow().client())).isEqualTo(3);
    assertThat(ring.share("127.0.0.1")).isEqualTo(1);
  }
}
