package dev.retinagate.image;

import dev.retinagate.detection.PictureException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A PNG (W3C PNG, third edition). Of its chunks the decoder gets those that make the pixels: colour
 * profiles, text and times are not used, libpng would complain about some of them on the process's
 * standard error, and compressed ones can be bombs.
 */
final class PngFile implements EncodedPicture {

  private static final int SIGNATURE_BYTES = 8;

  /** Length, type and checksum of a chunk. */
  private static final int OVERHEAD_BYTES = 12;

  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504c5445;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;
  private static final int TRNS = 0x74524e53;
  private static final int EXIF = 0x65584966;
  private static final int END_CHECKSUM = 0xae426082;

  /** Bit 5 of a type's first letter: an ancillary chunk. */
  private static final int ANCILLARY = 0x20000000;

  /** Cameras and editors write one each. */
  private static final int MAX_EXIF_BLOCKS = 16;

  /** PNG_USER_WIDTH_MAX and PNG_USER_HEIGHT_MAX of libpng. */
  static final int MAX_SIDE = 1_000_000;

  private final ByteBuffer in;
  private final PngLayout layout;
  private final List<ByteBuffer> exif = new ArrayList<>();
  private final List<ByteBuffer> profiles = new ArrayList<>();
  private long dataBytes;

  PngFile(ByteBuffer bytes) throws PictureException {
    in = bytes.slice();
    if (in.limit() < SIGNATURE_BYTES + OVERHEAD_BYTES + PngLayout.HEADER_BYTES
        || in.getInt(SIGNATURE_BYTES) != PngLayout.HEADER_BYTES
        || in.getInt(SIGNATURE_BYTES + Integer.BYTES) != IHDR) {
      throw damaged();
    }
    layout = PngLayout.read(in.slice(SIGNATURE_BYTES + 2 * Integer.BYTES, PngLayout.HEADER_BYTES));
    for (int at = SIGNATURE_BYTES; isChunk(at); at = behind(at)) {
      look(in.getInt(at + Integer.BYTES), in.slice(at + 2 * Integer.BYTES, in.getInt(at)));
    }
  }

  private static PictureException damaged() {
    return PictureException.damaged("PNG");
  }

  private void look(int type, ByteBuffer content) throws PictureException {
    switch (type) {
      case IHDR, PLTE, IEND, TRNS -> {}
      case IDAT -> dataBytes += content.limit();
      case EXIF -> {
        if (exif.size() < MAX_EXIF_BLOCKS) {
          exif.add(ExifPrefix.skip(content));
        }
      }
      default -> {
        if ((type & ANCILLARY) == 0) {
          // Of which the standard says that nobody who does not know it can show the picture.
          throw damaged();
        }
        if (PngRawProfile.isOne(type, content) && profiles.size() < MAX_EXIF_BLOCKS) {
          profiles.add(content);
        }
      }
    }
  }

  /** Whether a whole chunk begins here. */
  private boolean isChunk(int at) {
    if (at > in.limit() - OVERHEAD_BYTES) {
      return false;
    }
    int length = in.getInt(at);
    return length >= 0 && length <= in.limit() - at - OVERHEAD_BYTES;
  }

  /** Where the next chunk begins; the limit behind the last one. */
  private int behind(int at) {
    boolean last = in.getInt(at + Integer.BYTES) == IEND;
    return last ? in.limit() : at + OVERHEAD_BYTES + in.getInt(at);
  }

  @Override
  public int width() {
    return layout.width();
  }

  @Override
  public int height() {
    return layout.height();
  }

  @Override
  public int maxSide() {
    return MAX_SIDE;
  }

  /** The standard's chunk counts before the older form that ImageMagick writes. */
  @Override
  public List<ByteBuffer> exif() {
    List<ByteBuffer> blocks = new ArrayList<>(exif);
    for (ByteBuffer profile : profiles) {
      PngRawProfile.exif(profile).ifPresent(block -> blocks.add(ExifPrefix.skip(block)));
    }
    return blocks;
  }

  @Override
  public PictureCost cost(double maxWork) {
    return layout.cost(dataBytes);
  }

  @Override
  public int maxLength() {
    return in.limit() + OVERHEAD_BYTES;
  }

  @Override
  public void copyTo(ByteBuffer out) throws PictureException {
    if (dataBytes == 0) {
      throw damaged();
    }
    if (PngData.isSuspicious(dataBytes, layout.dataBytes())) {
      inflate();
    }
    if (!isSound(SIGNATURE_BYTES)) {
      throw damaged();
    }
    out.put(in.slice(0, SIGNATURE_BYTES + OVERHEAD_BYTES + PngLayout.HEADER_BYTES));
    for (int at = SIGNATURE_BYTES; isChunk(at); at = behind(at)) {
      int type = in.getInt(at + Integer.BYTES);
      int length = in.getInt(at);
      boolean ofPixels = type == PLTE || type == TRNS || (type == IDAT && length > 0);
      if (ofPixels && isSound(at)) {
        out.put(in.slice(at, OVERHEAD_BYTES + length));
      } else if (ofPixels && type != TRNS) {
        throw damaged();
      }
    }
    // Where only this is missing, all pixels are there.
    out.putInt(0).putInt(IEND).putInt(END_CHECKSUM);
  }

  /** Whether the chunk that begins here has its checksum; libpng would print that it has not. */
  private boolean isSound(int at) {
    int length = in.getInt(at);
    CRC32 checksum = new CRC32();
    checksum.update(in.slice(at + Integer.BYTES, Integer.BYTES + length));
    return (int) checksum.getValue() == in.getInt(at + 2 * Integer.BYTES + length);
  }

  private void inflate() throws PictureException {
    try (PngData data = new PngData(layout.dataBytes())) {
      for (int at = SIGNATURE_BYTES; isChunk(at); at = behind(at)) {
        if (in.getInt(at + Integer.BYTES) == IDAT) {
          data.add(in.slice(at + 2 * Integer.BYTES, in.getInt(at)));
        }
      }
      data.requireWhole();
    }
  }
}
