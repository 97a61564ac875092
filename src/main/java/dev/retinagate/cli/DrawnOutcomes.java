package dev.retinagate.cli;

import dev.retinagate.client.upload.Fault;
import dev.retinagate.client.upload.Input;
import dev.retinagate.client.upload.Outcome;
import dev.retinagate.config.FileProblem;
import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.Zone;
import dev.retinagate.image.PictureAnnotator;
import dev.retinagate.image.PictureFormat;
import dev.retinagate.image.PictureLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Writes answered pictures with their boxes into a folder. They are drawn here, as a node draws
 * them: to have them drawn there, each picture would be sent twice.
 */
final class DrawnOutcomes implements Function<Outcome, Outcome> {

  private final Function<Input, Path> targets;
  private final List<Zone> zones;

  /**
   * A drawer.
   *
   * @param targets the file for each picture
   * @param zones of the requests, which are drawn as well
   */
  DrawnOutcomes(Function<Input, Path> targets, List<Zone> zones) {
    this.targets = targets;
    this.zones = zones;
  }

  /** A picture that cannot be drawn fails alone. */
  @Override
  public Outcome apply(Outcome outcome) {
    if (!outcome.isDone()) {
      return outcome;
    }
    Input input = outcome.input();
    try {
      byte[] drawn =
          PictureAnnotator.annotate(
                  ByteBuffer.wrap(input.bytes().getBytes()),
                  AnsweredScene.of(outcome.answer().json(), zones),
                  PictureFormat.JPEG,
                  PictureLimits.DEFAULT)
              .encoded();
      Files.write(targets.apply(input), drawn);
      return outcome;
    } catch (PictureException e) {
      return outcome.failed(Fault.notAnnotated(e.getMessage()));
    } catch (IOException e) {
      return outcome.failed(Fault.notAnnotated(FileProblem.tell(e)));
    } catch (RuntimeException e) {
      return outcome.failed(Fault.notAnnotated("The boxes cannot be drawn: " + e.getMessage()));
    }
  }
}
