package dev.retinagate.detection;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The description of a model, as {@code GET /models} answers it.
 *
 * @param name the folder's name in the model repository
 * @param family the kind of detector that runs it, such as {@code nanodet} or {@code retinanet}
 * @param precision arithmetic of the network: {@code fp32}, {@code int8} or {@code bf16}
 * @param isa instruction set that multiplies in that precision: {@code amx_int8}, {@code
 *     avx512_vnni}, {@code avx2} and so on
 * @param input the network's input in words a reader can check, key by key: size, channel order,
 *     resizing
 * @param thresholds bounds of the detections that are kept; scores of different families do not
 *     mean the same
 * @param labels the classes, by class id
 * @param checksums SHA-256 in lower-case hex of each file, by file name
 * @param provenance of the weights: origin, licence, the command that made them
 */
public record ModelDescription(
    String name,
    String family,
    String precision,
    String isa,
    Map<String, Object> input,
    Thresholds thresholds,
    Labels labels,
    Map<String, String> checksums,
    Map<String, String> provenance) {

  /** The smallest score that is answered unless the request or the configuration names another. */
  public float threshold() {
    return thresholds.score();
  }

  /**
   * The query of a client that names nothing.
   *
   * @param configured the smallest score, if the configuration names one
   * @param max most detections
   */
  public DetectionQuery defaultQuery(Optional<Float> configured, int max) {
    return DetectionQuery.of(configured.orElse(threshold()), max);
  }

  /** The names of the classes, by class id. */
  public List<String> labelNames() {
    return labels.names();
  }
}
