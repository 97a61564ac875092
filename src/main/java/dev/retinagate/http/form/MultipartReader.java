package dev.retinagate.http.form;

import dev.retinagate.http.form.FormPart.Kind;
import dev.retinagate.http.reply.Quotation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads a form, {@code multipart/form-data} (RFC 7578, RFC 2046), piece by piece. Holds one
 * boundary line, the header lines of one part and the value of one text field, never bytes of a
 * picture.
 *
 * <p>A part is a picture if it has a file name, or a type {@code image/*} or {@code
 * application/octet-stream}. A part with an empty file name and no bytes is an empty file input of
 * a browser and is left out. Every other part is a text field, in UTF-8. Bytes before the first
 * boundary and behind the last are ignored.
 */
public final class MultipartReader implements BodyReader {

  private enum State {
    BEFORE_PARTS,
    HEADERS,
    CONTENT,
    BEHIND_PARTS
  }

  private final String boundary;
  private final FormLimits limits;
  private final BodySink sink;
  private final DelimiterScanner scanner;
  private final BoundedBytes headers;
  private final BoundedBytes value;

  private State state = State.BEFORE_PARTS;
  private FormPart part = FormPart.unknown(0);

  /** Bytes of the current header line, at most 2: an empty line has none, or one, which is CR. */
  private int lineLength;

  private byte lineLast;

  private boolean pictureBegun;
  private int pictures;
  private int fields;
  private long bytesOfAllFields;

  /**
   * @param boundary as {@link FormType#boundary} gives it
   * @throws IllegalArgumentException if the boundary is empty or not printable ASCII
   */
  public MultipartReader(String boundary, FormLimits limits, BodySink sink) {
    if (!FormType.isUsable(boundary)) {
      throw new IllegalArgumentException("Not a boundary");
    }
    this.boundary = boundary;
    this.limits = limits;
    this.sink = sink;
    this.scanner = new DelimiterScanner(boundary, this::content);
    this.headers = new BoundedBytes(limits.maxPartHeaderBytes());
    this.value = new BoundedBytes(limits.maxFieldBytes());
  }

  @Override
  public void read(ByteBuffer piece) throws BodyException {
    while (piece.hasRemaining()) {
      switch (state) {
        case BEFORE_PARTS, CONTENT -> readContent(piece);
        case HEADERS -> readHeaders(piece);
        case BEHIND_PARTS -> piece.position(piece.limit());
      }
    }
  }

  @Override
  public int heldBytes() {
    return scanner.candidateLength();
  }

  @Override
  public void end() throws BodyException {
    if (state == State.BEHIND_PARTS) {
      return;
    }
    if (scanner.isLastLine()) {
      endPart();
      return;
    }
    throw BodyException.malformed(
        state == State.BEFORE_PARTS
            ? noPart()
            : "The form ends within "
                + part.label()
                + "; its last boundary "
                + Quotation.of("--" + boundary + "--")
                + " is missing.");
  }

  private String noPart() {
    String line = Quotation.of("--" + boundary);
    return scanner.hasSeenDelimiter()
        ? "The form has no part: the line of its boundary "
            + line
            + " does not end with a carriage return and a line feed."
        : "The form has no part: its body does not contain the boundary "
            + line
            + " that the Content-Type announces.";
  }

  private void readContent(ByteBuffer piece) throws BodyException {
    switch (scanner.scan(piece)) {
      case NOTHING -> {}
      case PART -> {
        endPart();
        part = FormPart.unknown(part.number() + 1);
        headers.clear();
        state = State.HEADERS;
      }
      case END -> {
        endPart();
        state = State.BEHIND_PARTS;
      }
    }
  }

  /** Reads on to the end of the empty line behind the headers, or else to the end of the piece. */
  private void readHeaders(ByteBuffer piece) throws BodyException {
    int from = piece.position();
    int at = from;
    boolean ended = false;
    while (at < piece.limit() && !ended) {
      byte b = piece.get(at++);
      if (b == '\n') {
        ended = lineLength == 0 || (lineLength == 1 && lineLast == '\r');
        lineLength = 0;
      } else {
        lineLast = b;
        lineLength = Math.min(lineLength + 1, 2);
      }
    }
    boolean fits = headers.append(piece.slice(from, at - from));
    piece.position(at);
    if (!fits) {
      throw BodyException.malformed(
          "The headers of "
              + part.label()
              + " are longer than "
              + limits.maxPartHeaderBytes()
              + " bytes, the most for the headers of one part. Send a shorter name.");
    }
    if (ended) {
      beginPart();
    }
  }

  private void beginPart() throws BodyException {
    part = FormPart.of(part.number(), headers.text(StandardCharsets.ISO_8859_1));
    value.clear();
    pictureBegun = false;
    switch (part.kind()) {
      case PICTURE -> beginPicture();
      case FIELD -> countField();
      case FILE_INPUT -> {}
    }
    scanner.begin();
    state = State.CONTENT;
  }

  private void beginPicture() throws BodyException {
    if (pictures == limits.maxPictures()) {
      throw BodyException.malformed(
          "The form has more than " + limits.maxPictures() + " pictures. Send fewer at a time.");
    }
    pictures++;
    pictureBegun = true;
    sink.beginPicture(part.name());
  }

  private void countField() throws BodyException {
    if (fields == limits.maxFields()) {
      throw BodyException.tooLarge(
          "The form has more than "
              + limits.maxFields()
              + " text fields and empty file inputs. Send fewer of them.");
    }
    fields++;
  }

  /** Takes the bytes between two boundaries, or before the first. */
  private void content(ByteBuffer bytes) throws BodyException {
    if (state == State.BEFORE_PARTS) {
      return;
    }
    if (part.kind() != Kind.FIELD) {
      if (!pictureBegun) {
        beginPicture();
      }
      sink.pictureBytes(bytes);
      return;
    }
    if (!value.append(bytes)) {
      throw BodyException.tooLarge(
          "The field "
              + Quotation.of(part.field())
              + " of the form (part "
              + part.number()
              + ") is longer than "
              + limits.maxFieldBytes()
              + " bytes, the most for a text field. Send a picture as a part with a file name.");
    }
  }

  private void endPart() throws BodyException {
    if (state == State.BEFORE_PARTS) {
      return;
    }
    switch (part.kind()) {
      case PICTURE -> sink.endPicture();
      case FILE_INPUT -> {
        if (pictureBegun) {
          sink.endPicture();
        } else {
          countField();
        }
      }
      case FIELD -> endField();
    }
  }

  private void endField() throws BodyException {
    bytesOfAllFields += part.field().length() + (long) value.length();
    if (bytesOfAllFields > limits.maxBytesOfAllFields()) {
      throw BodyException.tooLarge(
          "The text fields of the form are longer than "
              + limits.maxBytesOfAllFields()
              + " bytes together, the most for all of them. Send shorter ones.");
    }
    sink.field(part.field(), value.text(StandardCharsets.UTF_8));
  }
}
