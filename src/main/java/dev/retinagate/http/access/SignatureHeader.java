package dev.retinagate.http.access;

import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.ProblemType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The {@code Authorization} header of AWS Signature Version 4.
 *
 * @param date day of the credential's scope, as {@code 20261126}
 * @param signedHeaders names in lower case, in the order of the signature
 * @param signature in lower-case hex
 */
record SignatureHeader(
    String accessKeyId,
    String date,
    String region,
    String service,
    List<String> signedHeaders,
    String signature) {

  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String TERMINATOR = "aws4_request";
  static final String INCOMPLETE = "IncompleteSignatureException";

  private static final int PARTS_OF_SCOPE = 5;

  /** What a signature has to cover, else it could be moved to another time, host or operation. */
  private static final List<String> REQUIRED =
      List.of("host", SignatureVerifier.DATE_HEADER, "x-amz-target");

  /**
   * Reads a header.
   *
   * @throws FailedRequest if a part is missing or doubled, or a header is not signed that has to be
   */
  static SignatureHeader parse(String header) throws FailedRequest {
    if (!header.startsWith(ALGORITHM + " ")) {
      throw incomplete("the algorithm has to be " + ALGORITHM);
    }
    Map<String, String> parts = new HashMap<>();
    for (String part : header.substring(ALGORITHM.length()).split(",", -1)) {
      int equals = part.indexOf('=');
      boolean doubled =
          equals > 0
              && parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip())
                  != null;
      if (equals <= 0 || doubled) {
        throw incomplete("its parts have to be Credential, SignedHeaders and Signature, once each");
      }
    }
    String[] scope = parts.getOrDefault("Credential", "").split("/", -1);
    if (scope.length != PARTS_OF_SCOPE || !scope[PARTS_OF_SCOPE - 1].equals(TERMINATOR)) {
      throw incomplete("the Credential has to be ID/DAY/REGION/SERVICE/" + TERMINATOR);
    }
    List<String> signedHeaders = List.of(parts.getOrDefault("SignedHeaders", "").split(";", -1));
    for (String name : REQUIRED) {
      if (!signedHeaders.contains(name)) {
        throw incomplete("'" + name + "' has to be among the SignedHeaders");
      }
    }
    // Each name copies its header into the text to hash: doubled names would copy a long one often.
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(signedHeaders);
    if (names.size() < signedHeaders.size()) {
      throw incomplete("the SignedHeaders have to name each header once");
    }
    String signature = parts.getOrDefault("Signature", "");
    return new SignatureHeader(scope[0], scope[1], scope[2], scope[3], signedHeaders, signature);
  }

  /** The scope of the credential without the key's id. */
  String scope() {
    return date + "/" + region + "/" + service + "/" + TERMINATOR;
  }

  private static FailedRequest incomplete(String rule) {
    return new FailedRequest(
        new Failure.OfProtocol(
            ProblemType.NOT_AUTHENTICATED,
            INCOMPLETE,
            "The Authorization header cannot be read: " + rule + "."));
  }
}
