package dev.retinagate.http.form;

import dev.retinagate.http.form.HeaderParameters.Parameter;
import java.util.List;

/** Reads the Content-Type of a form and the boundary in it. */
public final class FormType {

  private static final String FORM = "multipart/form-data";

  /** RFC 2046 allows 70; longer ones are harmless up to here, as a reader holds one boundary. */
  static final int MAX_BOUNDARY_CHARS = 200;

  private FormType() {}

  /** Whether the type is {@code multipart/form-data}, in any capitals; null is no type. */
  public static boolean isForm(String contentType) {
    return contentType != null && HeaderParameters.parse(contentType).main().equals(FORM);
  }

  /**
   * The boundary of a form's type, unquoted: 1 to {@value #MAX_BOUNDARY_CHARS} printable ASCII
   * characters. RFC 2046 section 5.1.1 lists fewer characters; clients use others, and none of them
   * can be confused with a line end.
   *
   * @throws BodyException if the boundary is missing, if two boundaries differ, or if the length or
   *     a character is out of range
   */
  public static String boundary(String contentType) throws BodyException {
    List<String> boundaries =
        HeaderParameters.parse(contentType).parameters().stream()
            .filter(parameter -> parameter.name().equals("boundary"))
            .map(FormType::unquoted)
            .distinct()
            .toList();
    if (boundaries.size() > 1) {
      // A proxy in front may use the other boundary and see other parts than this node.
      throw BodyException.malformed(
          "The multipart/form-data content type has two different boundaries. Send one.");
    }
    if (boundaries.isEmpty() || boundaries.get(0).isEmpty()) {
      throw BodyException.malformed(
          "The multipart/form-data content type lacks its boundary. Let the HTTP client write this header: it knows the boundary.");
    }
    String boundary = boundaries.get(0);
    if (boundary.length() > MAX_BOUNDARY_CHARS) {
      throw BodyException.malformed(
          "The boundary of the multipart/form-data content type is longer than "
              + MAX_BOUNDARY_CHARS
              + " characters.");
    }
    if (!isUsable(boundary)) {
      throw BodyException.malformed(
          "The boundary of the multipart/form-data content type has characters other than printable ASCII.");
    }
    return boundary;
  }

  static boolean isUsable(String boundary) {
    return !boundary.isEmpty() && boundary.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /**
   * In quotes a backslash means the next character (RFC 9110 section 5.6.4). RFC 2046 forbids
   * blanks at the end: in the body they would be padding.
   */
  private static String unquoted(Parameter parameter) {
    String raw = parameter.raw();
    return HeaderParameters.strip(parameter.quoted() ? raw.replaceAll("\\\\(.)", "$1") : raw);
  }
}
