package dev.retinagate.node;

import dev.retinagate.http.intake.Protocol;
import java.time.Duration;
import java.util.List;

/**
 * What a node has beside what the configuration says.
 *
 * @param protocols ways to ask for detections beside the node's own
 * @param certificatePeriod between two looks at the files of the certificate
 */
public record Extensions(List<Protocol> protocols, Duration certificatePeriod) {

  /** No further protocols. A new certificate is in use within 20 s. */
  public static final Extensions NONE = new Extensions(List.of(), Duration.ofSeconds(10));
}
