package dev.retinagate.http.intake;

import dev.retinagate.http.intake.HeaderParameters.Parameter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The headers of one part (RFC 7578 sections 4.2 to 4.8). Of headers that come twice the first
 * counts; those without a meaning here are ignored, and so is the charset of a type: the bytes of a
 * picture have none, and text is UTF-8.
 *
 * @param fieldName the {@code name} of its Content-Disposition; empty if it has none
 * @param fileName its extended or else its plain file name; empty text is what browsers send for a
 *     file input without a file
 * @param type the media type in small letters, without parameters; empty text if there is none
 * @param transferEncoding the Content-Transfer-Encoding as sent; empty text if there is none
 * @param badLine the first line that is no header
 */
record PartHeaders(
    Optional<String> fieldName,
    Optional<String> fileName,
    String type,
    String transferEncoding,
    Optional<String> badLine) {

  /**
   * Reads a block of lines, one character a byte (ISO-8859-1). Lines end with CRLF; a bare line
   * feed is taken for one, as it can be nothing else here: browsers escape those of names.
   */
  static PartHeaders parse(String block) {
    Map<String, String> headers = new LinkedHashMap<>();
    Optional<String> badLine = Optional.empty();
    int at = 0;
    while (at < block.length()) {
      int end = endOfHeader(block, at);
      String line = unfolded(block.substring(at, end));
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : HeaderParameters.strip(line.substring(0, colon));
      if (!name.isEmpty()) {
        headers.putIfAbsent(
            name.toLowerCase(Locale.ROOT), HeaderParameters.strip(line.substring(colon + 1)));
      } else if (!line.isEmpty() && badLine.isEmpty()) {
        badLine = Optional.of(NameDecoder.text(line));
      }
      at = end;
    }
    return of(headers, badLine);
  }

  private static PartHeaders of(Map<String, String> headers, Optional<String> badLine) {
    HeaderParameters disposition =
        HeaderParameters.parse(headers.getOrDefault("content-disposition", ""));
    Optional<Parameter> extended = disposition.first("filename*");
    return new PartHeaders(
        disposition.first("name").map(NameDecoder::decode),
        extended
            .flatMap(NameDecoder::decodeExtended)
            .or(() -> disposition.first("filename").map(NameDecoder::decode))
            .or(() -> extended.map(parameter -> NameDecoder.text(parameter.raw()))),
        HeaderParameters.parse(headers.getOrDefault("content-type", "")).main(),
        headers.getOrDefault("content-transfer-encoding", ""),
        badLine);
  }

  /** Behind the line end of the last of a header's lines: one that begins with a blank goes on. */
  private static int endOfHeader(String block, int from) {
    int at = from;
    do {
      int lineFeed = block.indexOf('\n', at);
      at = lineFeed < 0 ? block.length() : lineFeed + 1;
    } while (at < block.length() && (block.charAt(at) == ' ' || block.charAt(at) == '\t'));
    return at;
  }

  /** Only the line ends go; the blanks behind them may be of a name (RFC 5322 section 2.2.3). */
  private static String unfolded(String lines) {
    return lines.replace("\r\n", "").replace("\n", "");
  }

  /** Whether the bytes say to be a picture, for a part without a file name. */
  boolean isOfPictureType() {
    return type.startsWith("image/") || type.equals("application/octet-stream");
  }

  boolean isNestedForm() {
    return type.startsWith("multipart/");
  }

  /** Whether the bytes are as they are: no encoding, or one of those that are none. */
  boolean isUnencoded() {
    return switch (transferEncoding.toLowerCase(Locale.ROOT)) {
      case "", "binary", "8bit", "7bit" -> true;
      default -> false;
    };
  }
}
