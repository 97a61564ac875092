package dev.retinagate.image.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes files of the pictures that would cost a worker most if they were decoded, for {@code
 * loadtest/bombs.sh}. Large pictures as people send them are left out: they are load.
 */
public final class MakeBombs {

  private static final int HUGE_SIDE = 30_000;

  private static final Set<String> CHOSEN =
      Set.of(
          "JPEG, empty AC scans 9000 640x480",
          "JPEG, empty AC scans 9000 4000x3000",
          "JPEG, empty AC scans 500 8160x6120",
          "JPEG, empty AC scans of full colour 60 8160x6120",
          "JPEG, refined empty 13 8160x6120",
          "JPEG, refined DC 13 4000x3000",
          "JPEG, a scan for each coefficient and bit 4000x3000",
          "JPEG, scans without data 8160x6120",
          "JPEG, size hidden behind TEM 8160x6120",
          "JPEG, many APP1 640x480",
          "JPEG, components apart, 400 times 640x480",
          "JPEG, frame c9 8160x6120",
          "JPEG, frame ca 4000x3000",
          "JPEG, 12 bits 8160x6120",
          "JPEG, 255 components 640x480",
          "JPEG, height behind the data 8160x6120",
          "PNG, type 6, 16 bits, interlace 1, filter 4 8160x6120",
          "PNG, type 2, 16 bits, interlace 1, filter 4 8160x6120",
          "PNG, bomb in zTXt 640x480",
          "PNG, bomb in iCCP 640x480",
          "PNG, raw profile bomb 640x480",
          "PNG, zeros behind the rows 640x480",
          "PNG, an IDAT a byte 640x480",
          "PNG, many small chunks 640x480",
          "PNG, cut data 8160x6120",
          "WebP, 65536 small groups 1024x1024",
          "WebP, 65536 small groups 4000x3000",
          "WebP, 4096 large groups 640x480",
          "BMP, 4 bits in long runs 8160x6120",
          "BMP, 8 bits, jump to the end 8160x6120",
          "BMP, 8 bits in runs of one 640x480",
          "BMP, compression 6 8160x6120",
          "BMP, offset behind the end 8160x6120",
          "BMP, cut 8160x6120");

  private MakeBombs() {}

  /**
   * Takes the folder to put them into.
   *
   * @throws IllegalStateException if the sweep has no picture of a chosen name
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    List<SweepPicture> bombs = chosen();
    if (bombs.size() != CHOSEN.size()) {
      throw new IllegalStateException(bombs.size() + " of " + CHOSEN.size() + " names are known");
    }
    bombs.add(new SweepPicture("PNG", "huge", MakeBombs::huge));
    for (SweepPicture bomb : bombs) {
      Files.write(folder.resolve(fileName(bomb)), bomb.bytes().get());
    }
  }

  private static List<SweepPicture> chosen() {
    List<SweepPicture> all = new ArrayList<>();
    all.addAll(JpegPictures.all());
    all.addAll(PngPictures.all());
    all.addAll(WebpPictures.all());
    all.addAll(BmpPictures.all());
    all.removeIf(picture -> !CHOSEN.contains(picture.format() + ", " + picture.name()));
    return all;
  }

  /** Some rows of 0.9 gigapixels, interlaced. */
  private static byte[] huge() {
    return PngPictures.png(HUGE_SIDE, HUGE_SIDE, new int[] {2, 8}, 1, PngPictures.rows(64, 64));
  }

  /** Its words with the format behind. */
  private static String fileName(SweepPicture picture) {
    String words = picture.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return words + "." + picture.format().toLowerCase(Locale.ROOT);
  }
}
