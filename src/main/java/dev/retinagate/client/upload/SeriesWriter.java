package dev.retinagate.client.upload;

import dev.retinagate.client.series.Sample;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends the counts of each picture to a series: a row a label and zone. A file of an earlier run
 * is gone on with, so that a watch may be restarted. A picture that failed has no counts.
 */
public final class SeriesWriter implements OutcomeWriter {

  private static final JsonArray NONE = new JsonArray();
  private static final int MAX_ROW_BYTES = 64 << 10;

  private final BufferedWriter out;

  /**
   * Opens the file.
   *
   * @throws IOException if it cannot be written
   */
  public SeriesWriter(Path file) throws IOException {
    boolean begun = Files.exists(file) && Files.size(file) > 0;
    if (begun) {
      cutBrokenRow(file);
    }
    out =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (!begun) {
      line(Sample.HEADER);
      out.flush();
    }
  }

  /** A row that a full disk or a crash has cut would make one with the next. */
  private static void cutBrokenRow(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer tail = ByteBuffer.allocate((int) Math.min(MAX_ROW_BYTES, channel.size()));
      long from = channel.size() - tail.capacity();
      while (tail.hasRemaining() && channel.read(tail, from + tail.position()) >= 0) {
        // Reads on.
      }
      int end = tail.position();
      while (end > 0 && tail.get(end - 1) != '\n') {
        end--;
      }
      // A file without any row is none of ours: nothing of it is cut.
      if (end > 0) {
        channel.truncate(from + end);
      }
    }
  }

  /** All rows of a picture leave together, so that a plot can be drawn at any time. */
  @Override
  public void write(Outcome outcome) throws IOException {
    JsonArray counts =
        outcome.assessment().map(assessment -> assessment.getJsonArray("counts")).orElse(NONE);
    for (int i = 0; i < counts.size(); i++) {
      row(outcome, counts.getJsonObject(i));
    }
    out.flush();
  }

  private void row(Outcome outcome, JsonObject count) throws IOException {
    Input input = outcome.input();
    line(
        new Sample(
                input.time(),
                input.origin(),
                count.getString("label"),
                count.getString("zone", ""),
                count.getInteger("count"),
                outcome.isAlert())
            .toCsv());
  }

  private void line(String text) throws IOException {
    out.write(text);
    out.write('\n');
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
