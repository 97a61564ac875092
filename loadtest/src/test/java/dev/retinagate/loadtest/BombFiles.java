package dev.retinagate.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** What is thrown at a node: pictures from files, and forms that cost a careless reader much. */
final class BombFiles {

  private static final Map<String, String> TYPES =
      Map.of("jpeg", "image/jpeg", "png", "image/png", "webp", "image/webp", "bmp", "image/bmp");

  private static final long SEED = 20_261_126;

  /** As long as RFC 2046 allows. */
  private static final String BOUNDARY = "a".repeat(70);

  private static final String LINE = "--" + BOUNDARY + "\r\n";
  private static final String END = "\r\n--" + BOUNDARY + "--\r\n";
  private static final String DISPOSITION =
      "Content-Disposition: form-data; name=\"f\"; filename=\"a.jpg\"";

  private static final int FLOOD_BYTES = 1_000_000;

  private BombFiles() {}

  /**
   * All, in an order that mixes the kinds and is always the same.
   *
   * @param folder of the pictures; their format is the end of their name
   * @throws UncheckedIOException if the folder cannot be read
   * @throws IllegalArgumentException if it has no picture, or a file of another format
   */
  static List<Picture> all(Path folder) {
    List<Picture> bombs = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.sorted().map(BombFiles::picture).forEach(bombs::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bombs.isEmpty()) {
      throw new IllegalArgumentException("no picture in " + folder);
    }
    bombs.add(form("form of tiny parts", flood(LINE + "\r\n\r\n")));
    bombs.add(form("form of fields", flood(LINE + DISPOSITION.replace("a.jpg", "") + "\r\n\r\n")));
    bombs.add(form("form of near boundaries", file(flood(END.substring(0, END.length() / 2)))));
    bombs.add(form("form of headers", LINE + flood("X: a\r\n") + DISPOSITION + "\r\n\r\n"));
    bombs.add(form("form of folds", LINE + DISPOSITION + flood("\r\n ") + "\r\n\r\n"));
    Collections.shuffle(bombs, new Random(SEED));
    return List.copyOf(bombs);
  }

  private static Picture picture(Path file) {
    String name = file.getFileName().toString();
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalArgumentException(file + " is of no known format");
    }
    try {
      return new Picture(name, type, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Picture form(String name, String body) {
    String type = "multipart/form-data; boundary=" + BOUNDARY;
    return new Picture(name, type, (body + END).getBytes(StandardCharsets.US_ASCII));
  }

  private static String file(String content) {
    return LINE + DISPOSITION + "\r\n\r\n" + content;
  }

  private static String flood(String piece) {
    return piece.repeat(FLOOD_BYTES / piece.length());
  }
}
