package dev.retinagate.http.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawBodyTest {

  private final List<String> events = new ArrayList<>();
  private final RawBody body = new RawBody(new Events(events));

  @Test
  void passesTheBodyOnAsOnePicture() {
    ByteBuffer piece = ByteBuffer.wrap(Reading.bytes("-ab-"), 1, 2);
    body.read(piece);
    assertThat(piece.hasRemaining()).isFalse();
    body.read(ByteBuffer.allocate(0));
    body.read(ByteBuffer.wrap(Reading.bytes("c")));
    body.end();
    assertThat(events).containsExactly("begin body", "ab", "c", "end");
  }

  @Test
  void takesAnEmptyBodyForAnEmptyPicture() {
    body.end();
    assertThat(events).containsExactly("begin body", "end");
  }

  private record Events(List<String> events) implements BodySink {
    @Override
    public void beginPicture(String name) {
      events.add("begin " + name);
    }

    @Override
    public void pictureBytes(ByteBuffer bytes) {
      events.add(StandardCharsets.ISO_8859_1.decode(bytes).toString());
    }

    @Override
    public void endPicture() {
      events.add("end");
    }

    @Override
    public void field(String name, String value) {
      events.add("field");
    }
  }
}
