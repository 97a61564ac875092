package dev.retinagate.http.page;

import java.util.Locale;
import java.util.Set;

/** What a request's {@code Accept-Encoding} says of gzip (RFC 9110, section 12.5.3). Pure. */
final class AcceptEncoding {

  private static final Set<String> GZIP = Set.of("gzip", "x-gzip");
  private static final String ANY = "*";

  private AcceptEncoding() {}

  /**
   * Whether the client takes gzip. A coding that is named counts more than {@code *}.
   *
   * @param header the value, several fields joined by commas; null if the request has none
   */
  static boolean takesGzip(String header) {
    if (header == null) {
      return false;
    }
    boolean any = false;
    for (String element : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = element.split(";", 2);
      String coding = parts[0].strip();
      boolean taken = parts.length == 1 || !isZero(parts[1]);
      if (GZIP.contains(coding)) {
        return taken;
      }
      any |= taken && ANY.equals(coding);
    }
    return any;
  }

  /** Whether a weight, such as {@code q=0.000}, refuses the coding. */
  private static boolean isZero(String weight) {
    return weight.strip().matches("q\\s*=\\s*0(\\.0*)?");
  }
}
