package dev.retinagate.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The pictures to send. Synthetic ones are made once and kept below {@code target/}. */
final class Pictures {

  private static final String JPEG = "image/jpeg";
  private static final String PNG = "image/png";
  private static final String WEBP = "image/webp";
  private static final Path TESTS = Path.of("src/test/resources/pictures");
  private static final int KB = 1000;

  private final Path folder;

  /**
   * The pictures.
   *
   * @param folder of the synthetic pictures
   */
  Pictures(Path folder) {
    this.folder = folder;
  }

  /** 320×320, 30 KB: what a camera software's detector sends. */
  Picture detector() {
    return made("detector", () -> MadeUpJpeg.of(320, 320, 0.85f, 30 * KB));
  }

  /** 640×480, 160 KB: the picture of a camera. */
  Picture camera() {
    return made("camera", () -> MadeUpJpeg.of(640, 480, 0.9f, 160 * KB));
  }

  /** 267 KB, the picture of the closed loop. */
  Picture large() {
    return made("large", () -> MadeUpJpeg.of(1066, 800, 0.85f, 267 * KB));
  }

  /** 12 megapixels, 5 MB: the picture of a telephone. */
  Picture twelveMegapixels() {
    return made("twelve-megapixels", () -> MadeUpJpeg.of(4000, 3000, 0.85f, 5_000 * KB));
  }

  /** 12 megapixels whose file is a little shorter than the longest body, 20 MiB. */
  Picture nearLimit() {
    return made("near-limit", () -> MadeUpJpeg.of(4000, 3000, 1.0f, 20_600 * KB));
  }

  /** From a thumbnail to a telephone's, of several formats. */
  List<Picture> mixed() {
    return List.of(
        file("formats/baseline.jpg", JPEG),
        file("chelsea.jpg", JPEG),
        file("astronaut.jpg", JPEG),
        file("coffee-exif6.jpg", JPEG),
        file("formats/rgb.png", PNG),
        file("formats/lossy.webp", WEBP),
        camera(),
        camera(),
        large(),
        twelveMegapixels());
  }

  /** The mixture, and the formats and kinds of coding that it lacks. */
  List<Picture> everyFormat() {
    List<Picture> all = new ArrayList<>(mixed());
    all.add(file("formats/progressive.jpg", JPEG));
    all.add(file("formats/orientation-6.webp", WEBP));
    all.add(file("formats/lossless.webp", WEBP));
    all.add(file("formats/alpha.png", PNG));
    all.add(file("formats/colour.bmp", "image/bmp"));
    return all;
  }

  /** What the node answers with 400, 415 or 422: broken, cut, too many pixels, no picture. */
  List<Picture> bad() {
    return List.of(
        file("formats/truncated.jpg", JPEG),
        file("formats/truncated-progressive.jpg", JPEG),
        file("formats/truncated-rgb.png", PNG),
        file("formats/wrong-crc.png", PNG),
        file("formats/truncated-lossy.webp", WEBP),
        file("formats/truncated-colour.bmp", "image/bmp"),
        file("formats/bomb.png", PNG),
        file("formats/make_formats.py", JPEG));
  }

  private Picture made(String name, Supplier<byte[]> maker) {
    Path file = folder.resolve(name + ".jpg");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, name, ".part");
        Files.write(part, maker.get());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
      return new Picture(name, JPEG, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Maven runs in {@code loadtest} or, with {@code -f}, wherever it was started. */
  private static Picture file(String name, String type) {
    Path here = TESTS.resolve(name);
    Path file = Files.exists(here) ? here : Path.of("..").resolve(here);
    try {
      return new Picture(name, type, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
