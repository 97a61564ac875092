package dev.retinagate.detection;

import java.util.List;

/**
 * The answer for one picture.
 *
 * @param imageWidth width of the upright picture in pixels
 * @param imageHeight height of the upright picture in pixels
 * @param found what is in it, highest score first
 * @param times where the time went
 */
public record Detections(int imageWidth, int imageHeight, List<Detection> found, StageTimes times) {

  /** Keeps an immutable copy of {@code found}. */
  public Detections {
    found = List.copyOf(found);
  }
}
