package dev.retinagate.http.intake;

/**
 * What a form may hold besides the bytes of its pictures, which the body's own limit bounds.
 *
 * @param maxPictures pictures of one form, at least 1
 * @param maxFields text fields of one form, 0 for none; a file input without a file counts as one,
 *     so that no kind of part is unbounded in number
 * @param maxFieldBytes bytes of one text field's value, at least 1
 * @param maxPartHeaderBytes bytes of all header lines of one part, at least 1
 */
public record FormLimits(
    int maxPictures, int maxFields, int maxFieldBytes, int maxPartHeaderBytes) {

  /** Labelling tools send a few dozen fields; a page's form seldom more. */
  public static final int MAX_FIELDS = 100;

  /** A caption or JSON metadata fits many times over; a picture sent as text hardly. */
  public static final int MAX_FIELD_BYTES = 64 * 1024;

  /** A file name has at most 255 bytes, thrice that in percent escapes; the rest is small. */
  public static final int MAX_PART_HEADER_BYTES = 16 * 1024;

  /** All fields together may be as large as this many of the largest: they are held at a time. */
  private static final int LARGEST_FIELDS = 4;

  public FormLimits {
    if (maxPictures < 1 || maxFields < 0 || maxFieldBytes < 1 || maxPartHeaderBytes < 1) {
      throw new IllegalArgumentException("A limit of a form is out of range");
    }
  }

  /** The usual limits, and this many pictures. */
  public static FormLimits ofPictures(int maxPictures) {
    return new FormLimits(maxPictures, MAX_FIELDS, MAX_FIELD_BYTES, MAX_PART_HEADER_BYTES);
  }

  /** The most bytes of all text fields of a form, their names included. */
  public long maxBytesOfAllFields() {
    return (long) LARGEST_FIELDS * maxFieldBytes;
  }
}
