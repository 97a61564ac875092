package dev.retinagate.http.form;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the boundary lines of a form in a stream of bytes and passes on the data between them, as
 * slices of the pieces (RFC 2046 section 5.1.1). A boundary line is CRLF, two dashes, the boundary,
 * two more dashes if it is the last line, blanks or tabs, CRLF. Bytes that only begin like such a
 * line are data. Holds one boundary line and no data.
 *
 * <p>Each byte is looked at a bounded number of times, whatever the boundary and the data: a
 * delimiter has its only CR at its front, so that no two candidates overlap.
 */
final class DelimiterScanner {

  /** How a scan ended. */
  enum Found {
    /** At the end of the piece. */
    NOTHING,
    /** Behind a boundary line: a part begins at the piece's position. */
    PART,
    /** Behind the last boundary line. */
    END
  }

  /** Takes the data between boundary lines; never empty, valid during the call only. */
  interface Data {
    void accept(ByteBuffer bytes) throws BodyException;
  }

  private enum Step {
    ON,
    MISMATCH,
    PART,
    END
  }

  /**
   * Dashes, blanks and CR behind a boundary; senders are to put no blanks. A longer line is data.
   */
  private static final int MAX_TAIL = 256;

  private static final int LINE_END_LENGTH = 2;

  /** CRLF, two dashes and the boundary. */
  private final byte[] delimiter;

  /**
   * By the byte under the delimiter's last one: how far the delimiter can be moved on (Horspool).
   */
  private final int[] shifts = new int[256];

  /** The boundary line behind the delimiter. */
  private final byte[] tail = new byte[MAX_TAIL];

  private final Data data;

  /** Bytes of the delimiter that the candidate has; none if there is no candidate. */
  private int matched;

  private int tailLength;

  /** The candidate's CRLF was not sent: it stands at the front of the body or of a part. */
  private boolean implied;

  /** Bytes of the candidate that came in pieces before this one. */
  private int carried;

  private boolean delimiterSeen;

  DelimiterScanner(String boundary, Data data) {
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    this.data = data;
    Arrays.fill(shifts, delimiter.length);
    for (int i = 0; i < delimiter.length - 1; i++) {
      shifts[delimiter[i] & 0xff] = delimiter.length - 1 - i;
    }
    begin();
  }

  /** A body or a part's data begins; a boundary may stand here without a line end before it. */
  void begin() {
    forget();
    matched = LINE_END_LENGTH;
    implied = true;
  }

  /** Whether a whole delimiter has come, even if its line did not end as a boundary line does. */
  boolean hasSeenDelimiter() {
    return delimiterSeen;
  }

  /** Whether the last boundary line has come, for a body that ends without a line end behind it. */
  boolean isLastLine() {
    return tailLength >= 2 && tail[0] == '-';
  }

  /** Reads on to the end of the next boundary line, or else to the end of the piece. */
  Found scan(ByteBuffer piece) throws BodyException {
    final int from = piece.position();
    carried = candidateLength();
    int candidate = from;
    int at = from;
    while (true) {
      if (matched == 0) {
        candidate = find(piece, at);
        at = candidate + matched;
      }
      if (at == piece.limit()) {
        emit(piece, from, candidate);
        piece.position(at);
        return Found.NOTHING;
      }
      switch (step(piece.get(at))) {
        case ON -> at++;
        case MISMATCH -> mismatch();
        case PART -> {
          return end(piece, from, candidate, at + 1, Found.PART);
        }
        case END -> {
          return end(piece, from, candidate, at + 1, Found.END);
        }
      }
    }
  }

  /** The next byte of a candidate. */
  private Step step(byte b) {
    if (matched < delimiter.length) {
      if (b != delimiter[matched]) {
        return Step.MISMATCH;
      }
      matched++;
      delimiterSeen |= matched == delimiter.length;
      return Step.ON;
    }
    byte last = tailLength == 0 ? 0 : tail[tailLength - 1];
    if (last == '\r') {
      return b == '\n' ? Step.PART : Step.MISMATCH;
    }
    if (isLastLine() && (b == '\r' || b == '\n')) {
      // Scripts end a form with a bare line feed. No part follows, so nothing can be misread.
      return Step.END;
    }
    boolean fits =
        switch (b) {
          case '-' -> tailLength == 0 || (tailLength == 1 && last == '-');
          case ' ', '\t', '\r' -> tailLength != 1 || last != '-';
          default -> false;
        };
    if (!fits || tailLength == tail.length) {
      return Step.MISMATCH;
    }
    tail[tailLength++] = b;
    return Step.ON;
  }

  /**
   * The candidate is data. No other candidate begins within it: a CR behind the boundary lacks its
   * line feed. Passes on the candidate's bytes of earlier pieces; those of this piece go with the
   * data that follows them.
   */
  private void mismatch() throws BodyException {
    int front = implied ? LINE_END_LENGTH : 0;
    int ofDelimiter = Math.min(carried, matched - front);
    int ofTail = carried - ofDelimiter;
    if (ofDelimiter > 0) {
      data.accept(ByteBuffer.wrap(delimiter, front, ofDelimiter).slice().asReadOnlyBuffer());
    }
    if (ofTail > 0) {
      data.accept(ByteBuffer.wrap(tail, 0, ofTail).slice().asReadOnlyBuffer());
    }
    forget();
  }

  /**
   * Looks for a delimiter, or the front of one at the piece's end.
   *
   * @return its index, and in {@code matched} how many of its bytes are there; the limit if none
   */
  private int find(ByteBuffer piece, int from) {
    int last = delimiter.length - 1;
    int at = from + last;
    while (at < piece.limit()) {
      byte b = piece.get(at);
      if (b == delimiter[last] && isAt(piece, at - last, last)) {
        matched = delimiter.length;
        delimiterSeen = true;
        return at - last;
      }
      at += shifts[b & 0xff];
    }
    for (int front = piece.limit() - 1; front >= at - last; front--) {
      if (piece.get(front) == '\r') {
        // Any other candidate would begin before this one and have a second CR.
        int length = piece.limit() - front;
        matched = isAt(piece, front, length) ? length : 0;
        return matched > 0 ? front : piece.limit();
      }
    }
    return piece.limit();
  }

  /** Whether the delimiter's first bytes stand there. From the front, where the rare CR is. */
  private boolean isAt(ByteBuffer piece, int index, int length) {
    for (int i = 0; i < length; i++) {
      if (piece.get(index + i) != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private Found end(ByteBuffer piece, int from, int candidate, int behind, Found found)
      throws BodyException {
    emit(piece, from, candidate);
    piece.position(behind);
    forget();
    return found;
  }

  private void emit(ByteBuffer piece, int from, int to) throws BodyException {
    if (to > from) {
      data.accept(piece.slice(from, to - from));
    }
  }

  /** Bytes of a line that may still turn out to be data. */
  int candidateLength() {
    return matched + tailLength - (implied ? LINE_END_LENGTH : 0);
  }

  private void forget() {
    matched = 0;
    tailLength = 0;
    implied = false;
    carried = 0;
  }
}
