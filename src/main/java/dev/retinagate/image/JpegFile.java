package dev.retinagate.image;

import dev.retinagate.detection.PictureException;
import dev.retinagate.image.jpeg.JpegData;
import dev.retinagate.image.jpeg.JpegHeader;
import dev.retinagate.image.jpeg.JpegPicture;
import dev.retinagate.image.jpeg.JpegWork;
import java.nio.ByteBuffer;
import java.util.List;

/** A JPEG (ITU-T T.81). */
final class JpegFile implements EncodedPicture {

  private final JpegHeader header;
  private JpegPicture picture;

  JpegFile(ByteBuffer bytes) throws PictureException {
    header = JpegHeader.read(bytes);
  }

  @Override
  public int width() {
    return header.width();
  }

  @Override
  public int height() {
    return header.height();
  }

  @Override
  public int maxSide() {
    return JpegHeader.MAX_SIDE;
  }

  @Override
  public List<ByteBuffer> exif() {
    return header.exif();
  }

  @Override
  public PictureCost cost(double maxWork) throws PictureException {
    JpegWork work = picture(maxWork).work();
    String what = work.scans() == 1 ? "JPEG" : "JPEG of at least %d scans".formatted(work.scans());
    long pixels = (long) width() * height();
    return new PictureCost(
        work.megapixels(), PictureCost.DECODED_BYTES_PER_PIXEL * pixels + work.bytes(), what);
  }

  private JpegPicture picture(double maxWork) throws PictureException {
    if (picture == null) {
      picture = header.picture(maxWork);
    }
    return picture;
  }

  @Override
  public int maxLength() {
    return header.maxLength();
  }

  @Override
  public void copyTo(ByteBuffer out) throws PictureException {
    JpegData.check(picture(Double.MAX_VALUE)).write(out);
  }
}
