package dev.retinagate.http.access;

import dev.retinagate.http.problem.FailedRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature of a request whose body is still to come. Never prints the secret. */
public final class PendingSignature {

  private static final String HMAC = "HmacSHA256";
  private static final HexFormat HEX = HexFormat.of();

  private final SignatureHeader header;
  private final String secret;
  private final String date;
  private final String canonicalHeaders;

  /**
   * A signature to be checked.
   *
   * @param date the signed {@code X-Amz-Date}
   * @param canonicalHeaders a line for each signed header
   */
  PendingSignature(SignatureHeader header, String secret, String date, String canonicalHeaders) {
    this.header = header;
    this.secret = secret;
    this.date = date;
    this.canonicalHeaders = canonicalHeaders;
  }

  /** A digest of the kind that a body is signed by. */
  public static MessageDigest newBodyDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Checks the signature.
   *
   * @param bodySha256 the digest of the body's bytes as they came, in lower-case hex
   * @throws FailedRequest if the request was signed with another secret, or changed on its way
   */
  public void verify(String bodySha256) throws FailedRequest {
    byte[] expected = expected(bodySha256).getBytes(StandardCharsets.US_ASCII);
    byte[] given = header.signature().getBytes(StandardCharsets.UTF_8);
    // In constant time: else the time would tell how much of a guess is right.
    if (!MessageDigest.isEqual(expected, given)) {
      throw SignatureVerifier.invalid(
          "The signature does not match the request. Check the secret access key; nothing on the way may change the body, the Host or another signed header.");
    }
  }

  private String expected(String bodySha256) {
    String canonicalRequest =
        "POST\n/\n\n"
            + canonicalHeaders
            + "\n"
            + String.join(";", header.signedHeaders())
            + "\n"
            + bodySha256;
    byte[] hash = newBodyDigest().digest(canonicalRequest.getBytes(StandardCharsets.UTF_8));
    String toSign =
        String.join("\n", SignatureHeader.ALGORITHM, date, header.scope(), HEX.formatHex(hash));
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : header.scope().split("/", -1)) {
      key = hmac(key, part);
    }
    return HEX.formatHex(hmac(key, toSign));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }
}
