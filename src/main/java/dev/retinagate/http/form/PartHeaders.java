package dev.retinagate.http.form;

import dev.retinagate.http.form.HeaderParameters.Parameter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The headers of one part (RFC 7578 sections 4.2 to 4.8). The first of two equal headers counts;
 * unknown headers are ignored. The charset of a type is ignored too: pictures have none although
 * clients send {@code charset=binary}, and text is UTF-8.
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
   * Reads a block of lines, one character a byte (ISO-8859-1). Lines end with CRLF or a bare line
   * feed; a bare line feed is unambiguous here, since browsers escape it in names.
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

  /**
   * The index behind a header's last line; a line that begins with a blank continues the header.
   */
  private static int endOfHeader(String block, int from) {
    int at = from;
    do {
      int lineFeed = block.indexOf('\n', at);
      at = lineFeed < 0 ? block.length() : lineFeed + 1;
    } while (at < block.length() && (block.charAt(at) == ' ' || block.charAt(at) == '\t'));
    return at;
  }

  /** Removes line ends only (RFC 5322 section 2.2.3); the blanks behind them may be in a name. */
  private static String unfolded(String lines) {
    return lines.replace("\r\n", "").replace("\n", "");
  }

  /** Whether a part without a file name is a picture by its type. */
  boolean isOfPictureType() {
    return type.startsWith("image/") || type.equals("application/octet-stream");
  }

  boolean isNestedForm() {
    return type.startsWith("multipart/");
  }

  /** Whether the transfer encoding is absent or leaves the bytes unchanged. */
  boolean isUnencoded() {
    return switch (transferEncoding.toLowerCase(Locale.ROOT)) {
      case "", "binary", "8bit", "7bit" -> true;
      default -> false;
    };
  }
}
