package dev.retinagate.http.form;

/**
 * Limits of a form. The bytes of its pictures are bounded elsewhere, by the limit of the body.
 *
 * @param maxPictures pictures of one form, at least 1
 * @param maxFields text fields of one form, 0 for none; an empty file input counts as a field,
 *     since otherwise the number of parts would be unbounded
 * @param maxFieldBytes bytes of one text field's value, at least 1
 * @param maxPartHeaderBytes bytes of all header lines of one part, at least 1
 */
public record FormLimits(
    int maxPictures, int maxFields, int maxFieldBytes, int maxPartHeaderBytes) {

  /** Labelling tools send a few dozen fields; a page's form seldom more. */
  public static final int MAX_FIELDS = 100;

  /** A caption or JSON metadata fits many times over; a picture sent as text hardly. */
  public static final int MAX_FIELD_BYTES = 64 * 1024;

  /** File systems allow names of 255 bytes; percent escapes triple them. The rest is small. */
  public static final int MAX_PART_HEADER_BYTES = 16 * 1024;

  /** Bounds the sum of the fields: the node holds all of them until the form ends. */
  private static final int LARGEST_FIELDS = 4;

  public FormLimits {
    if (maxPictures < 1 || maxFields < 0 || maxFieldBytes < 1 || maxPartHeaderBytes < 1) {
      throw new IllegalArgumentException("A limit of a form is out of range");
    }
  }

  /** The default limits with this number of pictures. */
  public static FormLimits ofPictures(int maxPictures) {
    return new FormLimits(maxPictures, MAX_FIELDS, MAX_FIELD_BYTES, MAX_PART_HEADER_BYTES);
  }

  /** Bytes of all text fields of a form together, the names included. */
  public long maxBytesOfAllFields() {
    return (long) LARGEST_FIELDS * maxFieldBytes;
  }
}
