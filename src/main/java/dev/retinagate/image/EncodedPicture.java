package dev.retinagate.image;

import dev.retinagate.detection.PictureException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An encoded picture, read as the decoder reads it but for its pixels. Headers are read at its
 * making; nothing is allocated by a size that the bytes claim, which is why this is not left to a
 * metadata library.
 */
interface EncodedPicture {

  /** Width in pixels as stored. */
  int width();

  /** Height in pixels as stored. */
  int height();

  /** Longest side that the decoder takes. */
  int maxSide();

  /** What may hold the orientation: TIFF structures, in the file's order. */
  List<ByteBuffer> exif() throws PictureException;

  /**
   * What decoding costs.
   *
   * @param maxWork once it is certain that the work is more than this, no more is looked at
   * @throws PictureException if the bytes are damaged
   */
  PictureCost cost(double maxWork) throws PictureException;

  /** Most bytes that {@link #copyTo} writes. */
  int maxLength();

  /**
   * Copies what makes the pixels and leaves out all else: the decoder cannot take for the picture
   * what was not read here.
   *
   * @throws PictureException if the data are damaged or cut short
   */
  void copyTo(ByteBuffer out) throws PictureException;
}
