package dev.retinagate.modeltools.quantize;

import dev.retinagate.modeltools.NewModel;
import dev.retinagate.modeltools.evaluate.GroundTruth;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model to quantize, and the pictures to do it with.
 *
 * @param name the model
 * @param target the model to write, in the folder that holds the model; its own name to add int8 to
 *     it in place, which loses nothing where it has none yet
 * @param pictures real pictures of the kind that the model is for
 * @param truth the objects of those pictures, if known: then accuracy decides, else noise
 * @param command as the user typed it, for the provenance
 */
public record QuantizeRequest(
    String name,
    NewModel target,
    List<Path> pictures,
    Optional<GroundTruth> truth,
    String command) {

  /** Keeps an immutable copy. */
  public QuantizeRequest {
    pictures = List.copyOf(pictures);
  }
}
