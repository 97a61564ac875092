package dev.retinagate.http.form;

import java.nio.ByteBuffer;

/**
 * Passes the whole body as one picture, named {@value #NAME}; an empty body as an empty picture.
 */
public final class RawBody implements BodyReader {

  private static final String NAME = "body";

  private final BodySink sink;
  private boolean begun;

  public RawBody(BodySink sink) {
    this.sink = sink;
  }

  @Override
  public void read(ByteBuffer piece) {
    begin();
    if (piece.hasRemaining()) {
      sink.pictureBytes(piece.slice());
      piece.position(piece.limit());
    }
  }

  @Override
  public void end() {
    begin();
    sink.endPicture();
  }

  private void begin() {
    if (!begun) {
      begun = true;
      sink.beginPicture(NAME);
    }
  }
}
