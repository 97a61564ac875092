package dev.retinagate.node;

import dev.retinagate.http.intake.Protocol;
import dev.retinagate.os.ThreadCpuTime;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What a node has beside what the configuration says.
 *
 * @param protocols ways to ask for detections beside the node's own
 * @param certificatePeriod between two looks at the files of the certificate
 * @param threadCpuNanos the CPU time of the thread that calls, in nanoseconds
 */
public record Extensions(
    List<Protocol> protocols, Duration certificatePeriod, LongSupplier threadCpuNanos) {

  /** No further protocols. A new certificate is in use within 20 s. */
  public static final Extensions NONE =
      new Extensions(List.of(), Duration.ofSeconds(10), ThreadCpuTime.nanos());
}
