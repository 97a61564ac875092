package dev.retinagate.model;

import dev.retinagate.detection.PictureException;
import dev.retinagate.image.PictureHeader;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** A model's network without the decoding of its outputs, for tools that measure or rewrite it. */
public interface NetworkProbe {

  /** Provides the memory of a network's input. */
  @FunctionalInterface
  interface InputMemory {

    /**
     * Direct memory for an input.
     *
     * @param extents (batch, channels, height, width)
     */
    FloatBuffer of(int... extents);
  }

  /** The network for a picture, by the size of the upright picture in pixels. */
  NetworkGraph graphFor(int width, int height);

  /**
   * Fills the input of {@link #graphFor} with a picture, exactly as the detector of that precision
   * does.
   *
   * @param picture encoded, from position to limit; left as it is
   * @param header of the picture
   * @throws PictureException if the picture is damaged
   */
  void fill(ByteBuffer picture, PictureHeader header, InputMemory memory) throws PictureException;
}
