package dev.retinagate.http.form;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads a JSON object in which one member of a member is a picture in base64, such as {@code
 * {"Image": {"Bytes": "…"}}}: passes the picture's bytes on as they come, and the object with an
 * empty string in the picture's place as the field {@link #FIELD}, once it is complete.
 *
 * <p>Jackson keeps each string whole until it ends, here up to 7 MB in chars of two bytes. So this
 * reader finds the picture itself. It looks at quotation marks, brackets, colons and commas alone
 * and does not check the rest of the grammar: the caller parses the field, and a field that is
 * valid JSON came from a body that was.
 */
public final class JsonPictureReader implements BodyReader {

  /** The field with all of the object but the picture. */
  public static final String FIELD = "json";

  private static final int INPUT_BYTES = 8 << 10;

  private final String object;
  private final String member;
  private final BodySink sink;
  private final Base64Picture picture;
  private final BoundedBytes text;
  private final byte[] input = new byte[INPUT_BYTES];

  /** Where the bytes of the input begin that belong to the text and are not in it yet. */
  private int textFrom;

  private final JsonString string = new JsonString();
  private Token token = Token.NONE;
  private int depth;
  private boolean closed;
  private boolean pictureSeen;

  /** Whether the value at depth 1 is an object; whether that at depth 2 holds the picture. */
  private boolean rootIsObject;

  private boolean inObject;

  /** Whether a string at depth 1, or in the object that holds the picture, is a name. */
  private boolean nameIsNext;

  private String expectedName = "";
  private int nameLength;
  private boolean nameMatches;

  /** Whether the name before the value is that of the object, or of the picture. */
  private boolean afterWantedName;

  private enum Token {
    /** Not within a string. */
    NONE,
    /** A name that is compared. */
    NAME,
    /** A string that is not looked at. */
    STRING,
    PICTURE
  }

  /**
   * A reader that has read nothing.
   *
   * @param object name of the member of the root that holds the picture
   * @param member the picture's name in it
   * @param maxPictureBytes most decoded bytes of the picture
   * @param maxTextBytes most bytes of the rest, white space included
   * @param sink receives a picture with the name {@code object.member}, and the field
   */
  public JsonPictureReader(
      String object, String member, int maxPictureBytes, int maxTextBytes, BodySink sink) {
    this.object = object;
    this.member = member;
    this.sink = sink;
    this.picture = new Base64Picture(maxPictureBytes, sink);
    this.text = new BoundedBytes(maxTextBytes);
  }

  @Override
  public void read(ByteBuffer piece) throws BodyException {
    while (piece.hasRemaining()) {
      int length = Math.min(piece.remaining(), input.length);
      piece.get(input, 0, length);
      scan(length);
    }
    picture.flush();
  }

  @Override
  public void end() throws BodyException {
    if (!closed) {
      throw BodyException.malformed("The body ends before the JSON object is complete.");
    }
  }

  private void scan(int length) throws BodyException {
    textFrom = 0;
    int i = 0;
    while (i < length) {
      if (token == Token.PICTURE) {
        i = pictureCharacters(i, length);
      } else {
        byte next = input[i];
        i++;
        if (closed) {
          checkBlank(next);
        } else if (token == Token.NONE) {
          structure(next, i);
        } else {
          stringCharacter(string.next(next));
        }
      }
    }
    if (token != Token.PICTURE && !closed) {
      keepText(length);
    }
  }

  /** Reads the picture up to its closing quotation mark, which belongs to the text again. */
  private int pictureCharacters(int from, int to) throws BodyException {
    int i = from;
    while (i < to) {
      if (string.isPlain()) {
        i = picture.readGroups(input, i, to);
        if (i == to) {
          return i;
        }
      }
      int character = string.next(input[i]);
      if (character == JsonString.END) {
        picture.end();
        sink.endPicture();
        token = Token.NONE;
        textFrom = i;
        return i + 1;
      }
      if (character != JsonString.NONE) {
        picture.read(character);
      }
      i++;
    }
    return i;
  }

  private void structure(byte next, int end) throws BodyException {
    switch (next) {
      case '"' -> beginString(end);
      case '{' -> open(true);
      case '[' -> open(false);
      case '}', ']' -> close(end);
      case ',' -> nameIsNext = depth == 1 ? rootIsObject : isInObject();
      case ':' -> nameIsNext = false;
      default -> {
        // White space, or a number, true, false or null: the text's parser checks them.
      }
    }
  }

  private void open(boolean isObject) {
    depth++;
    if (depth == 1) {
      rootIsObject = isObject;
    } else if (depth == 2) {
      inObject = isObject && rootIsObject && afterWantedName;
    }
    nameIsNext = isObject && (depth == 1 || isInObject());
    afterWantedName = false;
  }

  private void close(int end) throws BodyException {
    depth--;
    nameIsNext = false;
    if (depth <= 0) {
      keepText(end);
      closed = true;
      sink.field(FIELD, text.text(StandardCharsets.UTF_8));
    } else if (depth == 1) {
      inObject = false;
    }
  }

  private boolean isInObject() {
    return depth == 2 && inObject;
  }

  private void beginString(int end) throws BodyException {
    if (nameIsNext) {
      token = Token.NAME;
      expectedName = depth == 1 ? object : member;
      nameLength = 0;
      nameMatches = true;
    } else if (isInObject() && afterWantedName) {
      beginPicture(end);
    } else {
      token = Token.STRING;
    }
  }

  private void beginPicture(int end) throws BodyException {
    if (pictureSeen) {
      throw BodyException.malformed(
          "The body has more than one " + object + "." + member + ". Send one picture.");
    }
    pictureSeen = true;
    token = Token.PICTURE;
    keepText(end);
    sink.beginPicture(object + "." + member);
  }

  private void stringCharacter(int character) {
    if (character == JsonString.NONE) {
      return;
    }
    if (character == JsonString.END) {
      if (token == Token.NAME) {
        afterWantedName = nameMatches && nameLength == expectedName.length();
      }
      token = Token.NONE;
    } else if (token == Token.NAME) {
      nameMatches =
          nameMatches
              && nameLength < expectedName.length()
              && expectedName.charAt(nameLength) == character;
      nameLength++;
    }
  }

  private void keepText(int end) throws BodyException {
    if (!text.append(ByteBuffer.wrap(input, textFrom, end - textFrom))) {
      throw BodyException.tooLarge(
          "The JSON beside the picture is longer than " + text.limit() + " bytes; shorten it.");
    }
    textFrom = end;
  }

  private static void checkBlank(byte next) throws BodyException {
    if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
      throw BodyException.malformed("The body goes on after the JSON object.");
    }
  }
}
