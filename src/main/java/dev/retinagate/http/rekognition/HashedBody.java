package dev.retinagate.http.rekognition;

import dev.retinagate.http.access.PendingSignature;
import dev.retinagate.http.form.BodyException;
import dev.retinagate.http.form.BodyReader;
import dev.retinagate.http.form.BodySink;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Hashes a body while another reader reads it, piece by piece: hashed at once, 7 MB would hold up
 * the event loop. Passes the digest on as the field {@link #FIELD}.
 */
final class HashedBody implements BodyReader {

  /** The field with the digest in lower-case hex. */
  static final String FIELD = "sha256";

  private final BodyReader reader;
  private final BodySink sink;
  private final MessageDigest digest = PendingSignature.newBodyDigest();

  HashedBody(BodyReader reader, BodySink sink) {
    this.reader = reader;
    this.sink = sink;
  }

  @Override
  public void read(ByteBuffer piece) throws BodyException {
    digest.update(piece.duplicate());
    reader.read(piece);
  }

  @Override
  public int heldBytes() {
    return reader.heldBytes();
  }

  @Override
  public void end() throws BodyException {
    reader.end();
    sink.field(FIELD, HexFormat.of().formatHex(digest.digest()));
  }
}
