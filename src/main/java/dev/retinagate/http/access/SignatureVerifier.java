package dev.retinagate.http.access;

import dev.retinagate.config.AccessKeys;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.ProblemType;
import dev.retinagate.http.reply.Quotation;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * Checks AWS Signature Version 4 (docs.aws.amazon.com, "Create a signed AWS API request") in two
 * steps: all that the headers tell before the body is read, and the signature itself once the hash
 * of the body is known. Failures have Amazon's names.
 *
 * <p>Like Amazon, it remembers no requests: a request that someone overhears can be sent again
 * within five minutes. Two equal pictures within a second have equal signatures, so that a memory
 * would refuse honest clients. TLS keeps requests from being overheard.
 */
public final class SignatureVerifier {

  /** Amazon's: how far the clocks of client and node may be apart. */
  static final Duration MAX_SKEW = Duration.ofMinutes(5);

  static final String DATE_HEADER = "x-amz-date";

  private static final String AUTHORIZATION = "Authorization";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final AccessKeys keys;
  private final String service;
  private final Optional<String> region;
  private final InstantSource clock;

  /**
   * A verifier of one service.
   *
   * @param keys that requests may be signed with
   * @param service that signatures have to name
   * @param region that signatures have to name; empty for any
   * @param clock the time of day
   */
  public SignatureVerifier(
      AccessKeys keys, String service, Optional<String> region, InstantSource clock) {
    this.keys = keys;
    this.service = service;
    this.region = region;
    this.clock = clock;
  }

  /**
   * Checks all but the signature itself.
   *
   * @param headers of the request
   * @param authority of the request, where HTTP/2 has no Host
   * @param query of the request, or null
   * @return checks the signature, once the body has come
   * @throws FailedRequest if the request is not signed, or not by a known key, or for another
   *     service, region or time
   */
  public PendingSignature check(MultiMap headers, Optional<String> authority, String query)
      throws FailedRequest {
    String header = headers.get(AUTHORIZATION);
    if (header == null) {
      throw refused(
          "MissingAuthenticationTokenException",
          "The request is not signed. Configure the client with an access key of this node.");
    }
    SignatureHeader signature = SignatureHeader.parse(header);
    String secret =
        keys.secret(signature.accessKeyId())
            .orElseThrow(
                () ->
                    refused(
                        "UnrecognizedClientException",
                        "The access key id "
                            + Quotation.of(signature.accessKeyId())
                            + " is not known here. Configure the client with a key of this node."));
    checkScope(signature);
    String date = headers.get(DATE_HEADER);
    checkTime(signature, date);
    if (query != null && !query.isEmpty()) {
      throw invalid("The request has a query, which this operation does not take.");
    }
    return new PendingSignature(
        signature, secret, date, canonicalHeaders(headers, authority, signature));
  }

  private void checkScope(SignatureHeader signature) throws FailedRequest {
    if (!signature.service().equals(service)) {
      throw invalid("The credential has to be scoped to the service '" + service + "'.");
    }
    if (region.isPresent() && !signature.region().equals(region.get())) {
      throw invalid(
          "The credential is scoped to the region "
              + Quotation.of(signature.region())
              + "; it has to be '"
              + region.get()
              + "'.");
    }
  }

  private void checkTime(SignatureHeader signature, String date) throws FailedRequest {
    Instant signed;
    try {
      signed = DATE.parse(date == null ? "" : date, Instant::from);
    } catch (DateTimeException e) {
      throw new FailedRequest(
          new Failure.OfProtocol(
              ProblemType.NOT_AUTHENTICATED,
              SignatureHeader.INCOMPLETE,
              "The request needs an X-Amz-Date such as 20261126T200000Z."));
    }
    if (!date.startsWith(signature.date() + "T")) {
      throw invalid("The credential is scoped to another day than the X-Amz-Date.");
    }
    Instant now = clock.instant();
    if (Duration.between(signed, now).abs().compareTo(MAX_SKEW) > 0) {
      throw invalid(
          (signed.isBefore(now) ? "Signature expired: " : "Signature not yet current: ")
              + date
              + " is more than "
              + MAX_SKEW.toMinutes()
              + " minutes from "
              + DATE.format(now)
              + ". Set the client's clock.");
    }
  }

  private static String canonicalHeaders(
      MultiMap headers, Optional<String> authority, SignatureHeader signature) {
    StringBuilder canonical = new StringBuilder();
    for (String name : signature.signedHeaders()) {
      List<String> values = headers.getAll(name);
      if (values.isEmpty() && name.equals("host")) {
        values = authority.stream().toList();
      }
      canonical.append(name).append(':');
      canonical.append(
          String.join(
              ",", values.stream().map(value -> value.strip().replaceAll(" +", " ")).toList()));
      canonical.append('\n');
    }
    return canonical.toString();
  }

  static FailedRequest invalid(String detail) {
    return refused("InvalidSignatureException", detail);
  }

  private static FailedRequest refused(String name, String detail) {
    return new FailedRequest(new Failure.OfProtocol(ProblemType.NOT_AUTHENTICATED, name, detail));
  }
}
