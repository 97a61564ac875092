package dev.retinagate.modeltools.quantize;

import dev.retinagate.modeltools.evaluate.GroundTruth;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to quantize, and with what.
 *
 * @param name the model
 * @param newName the name it gets; its own to add int8 to it in place
 * @param models the folder that holds models, and gets the new one
 * @param pictures real pictures of the kind that the model is for
 * @param truth what is in those pictures, if known: then accuracy decides, else noise
 * @param command as the user gave it, for the record
 */
public record QuantizeRequest(
    String name,
    String newName,
    Path models,
    List<Path> pictures,
    Optional<GroundTruth> truth,
    String command) {

  /** Keeps an immutable copy. */
  public QuantizeRequest {
    pictures = List.copyOf(pictures);
  }
}
