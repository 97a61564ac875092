package dev.retinagate.http.form;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What became of a body: the pictures and fields in their order, {@code picture a.jpg: bytes} and
 * {@code field a: value}, and the refusal if there was one. Text here has one character a byte.
 */
record Reading(List<String> events, Optional<BodyException> refusal) {

  static final String BOUNDARY = "B";

  /** One picture's bytes that never came to their end; part of a refused body. */
  private static final String UNFINISHED = "unfinished ";

  static Reading of(String body) {
    return of(BOUNDARY, FormLimits.ofPictures(16), List.of(body));
  }

  static Reading of(FormLimits limits, String body) {
    return of(BOUNDARY, limits, List.of(body));
  }

  static Reading of(String boundary, FormLimits limits, List<String> pieces) {
    return of(sink -> new MultipartReader(boundary, limits, sink), pieces);
  }

  static Reading of(Function<BodySink, BodyReader> format, List<String> pieces) {
    Sink sink = new Sink();
    try {
      BodyReader reader = format.apply(sink);
      for (String piece : pieces) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes(piece));
        reader.read(buffer);
        if (buffer.hasRemaining()) {
          throw new IllegalStateException("Not all of a piece was read");
        }
      }
      reader.end();
      return new Reading(sink.finished(), Optional.empty());
    } catch (BodyException e) {
      return new Reading(sink.finished(), Optional.of(e));
    }
  }

  /** The sentence of the refusal; fails if there was none. */
  String message() {
    return refusal.orElseThrow().getMessage();
  }

  BodyException.Kind kind() {
    return refusal.orElseThrow().kind();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Text whose UTF-8 bytes are to be sent. */
  static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** A form of parts that are given as header lines, an empty line and content. */
  static String form(String... parts) {
    StringBuilder form = new StringBuilder();
    for (String part : parts) {
      form.append("--" + BOUNDARY + "\r\n").append(part).append("\r\n");
    }
    return form.append("--" + BOUNDARY + "--\r\n").toString();
  }

  static String file(String name, String content) {
    return part("form-data; name=\"image\"; filename=\"" + name + "\"", content);
  }

  static String field(String name, String content) {
    return part("form-data; name=\"" + name + "\"", content);
  }

  static String part(String disposition, String content) {
    return "Content-Disposition: " + disposition + "\r\n\r\n" + content;
  }

  /** Holds a caller of the sink to its contract, too. */
  private static final class Sink implements BodySink {

    private final List<String> events = new ArrayList<>();
    private StringBuilder picture;
    private String pictureName;

    @Override
    public void beginPicture(String name) {
      check(picture == null);
      picture = new StringBuilder();
      pictureName = name;
    }

    @Override
    public void pictureBytes(ByteBuffer bytes) {
      check(picture != null && bytes.hasRemaining());
      picture.append(StandardCharsets.ISO_8859_1.decode(bytes));
    }

    @Override
    public void endPicture() {
      check(picture != null);
      events.add("picture " + pictureName + ": " + picture);
      picture = null;
    }

    @Override
    public void field(String name, String value) {
      check(picture == null);
      events.add("field " + name + ": " + value);
    }

    List<String> finished() {
      if (picture != null) {
        events.add(UNFINISHED + pictureName + ": " + picture);
      }
      return List.copyOf(events);
    }

    private static void check(boolean holds) {
      if (!holds) {
        throw new IllegalStateException("The sink was called out of turn");
      }
    }
  }
}
