package dev.retinagate.client.series;

import dev.retinagate.config.FileNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Reads a file of samples, one after the other: a file may be far larger than memory. */
final class SeriesFile {

  private SeriesFile() {}

  /**
   * Gives each sample in the order of the file.
   *
   * @throws IOException if the file cannot be read or is no series; the message names the record
   */
  static void forEach(Path file, Consumer<Sample> consumer) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      List<String> header = Csv.read(in);
      if (header == null || !Sample.HEADER.equals(String.join(",", header))) {
        throw new IOException(
            "%s is no series: it does not begin with %s"
                .formatted(FileNames.text(file), Sample.HEADER));
      }
      int number = 1;
      for (List<String> fields = Csv.read(in); fields != null; fields = Csv.read(in)) {
        number++;
        consumer.accept(sample(file, number, fields));
      }
    }
  }

  private static Sample sample(Path file, int number, List<String> fields) throws IOException {
    try {
      return Sample.of(fields);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s, record %d: %s".formatted(FileNames.text(file), number, e.getMessage()), e);
    }
  }
}
