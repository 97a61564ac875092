package dev.retinagate.detection;

import java.util.List;

/**
 * The answer for one picture.
 *
 * @param imageWidth width of the upright picture in pixels
 * @param imageHeight height of the upright picture in pixels
 * @param found the detections, highest score first
 * @param times of the stages of the work
 */
public record Detections(int imageWidth, int imageHeight, List<Detection> found, StageTimes times) {

  /** Keeps an immutable copy of {@code found}. */
  public Detections {
    found = List.copyOf(found);
  }
}
