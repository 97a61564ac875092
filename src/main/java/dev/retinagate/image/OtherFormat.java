package dev.retinagate.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Formats that are not decoded but known, so that their refusal can say what to do.
 *
 * @param words what the bytes are, as it stands behind "This is"
 * @param advice what to do instead
 */
record OtherFormat(String words, String advice) {

  private static final String SAVE_AS_JPEG = "which is not decoded; save it as JPEG or PNG.";
  private static final String SAVE_AS_PNG = "which is not decoded; save it as PNG or JPEG.";

  /** As far as a text's beginning is searched for what it is. */
  private static final int TEXT_BYTES = 1024;

  private static final int BRAND_OFFSET = 8;
  private static final int BRAND_BYTES = 4;

  private static final OtherFormat HEIC = new OtherFormat("a HEIC picture", SAVE_AS_JPEG);
  private static final OtherFormat AVIF = new OtherFormat("an AVIF picture", SAVE_AS_JPEG);
  private static final OtherFormat VIDEO =
      new OtherFormat("a video", "not a picture; send one frame of it as JPEG or PNG.");
  private static final OtherFormat SVG =
      new OtherFormat("an SVG drawing", "which is not decoded; export it as PNG.");
  private static final OtherFormat HTML =
      new OtherFormat("an HTML page", "not a picture; send the picture's own file.");

  /** A first few bytes and what they begin. */
  private record Signature(String latin1, OtherFormat format) {
    Signature(String latin1, String words, String advice) {
      this(latin1, new OtherFormat(words, advice));
    }
  }

  private static final List<Signature> SIGNATURES =
      List.of(
          new Signature("GIF8", "a GIF", SAVE_AS_PNG),
          new Signature("II*\0", "a TIFF", SAVE_AS_JPEG),
          new Signature("MM\0*", "a TIFF", SAVE_AS_JPEG),
          new Signature("II+\0", "a TIFF", SAVE_AS_JPEG),
          new Signature("MM\0+", "a TIFF", SAVE_AS_JPEG),
          new Signature("%PDF", "a PDF", "not a picture; export the page as PNG or JPEG."),
          new Signature("\u00ff\n", "a JPEG XL picture", SAVE_AS_JPEG),
          new Signature("\0\0\0\fJXL ", "a JPEG XL picture", SAVE_AS_JPEG),
          new Signature("\0\0\0\fjP  ", "a JPEG 2000 picture", SAVE_AS_JPEG),
          new Signature("\u00ffO\u00ffQ", "a JPEG 2000 picture", SAVE_AS_JPEG),
          new Signature("\0\0\1\0", "an icon (ICO)", SAVE_AS_PNG),
          new Signature("8BPS", "a Photoshop file", SAVE_AS_JPEG),
          new Signature(
              "\u001f\u008b", "compressed with gzip", "and not unpacked; send the picture itself."),
          new Signature("PK\3\4", "a ZIP archive", "not a picture; send the pictures in it."),
          new Signature("\u001aE\u00df\u00a3", VIDEO.words, VIDEO.advice));

  /** What the bytes are; {@code null} if that is not known. */
  static OtherFormat sniff(ByteBuffer bytes) {
    ByteBuffer in = bytes.slice();
    for (Signature signature : SIGNATURES) {
      if (text(in, 0, signature.latin1.length()).equals(signature.latin1)) {
        return signature.format;
      }
    }
    if (text(in, BRAND_BYTES, BRAND_BYTES).equals("ftyp")) {
      return ofBrand(text(in, BRAND_OFFSET, BRAND_BYTES));
    }
    if (text(in, 0, BRAND_BYTES).equals("RIFF") && text(in, BRAND_OFFSET, 3).equals("AVI")) {
      return VIDEO;
    }
    return ofText(text(in, 0, TEXT_BYTES).toLowerCase(Locale.ROOT).strip());
  }

  /** Brands of ISO/IEC 23008-12, annex B, and of AVIF; others are films. */
  private static OtherFormat ofBrand(String brand) {
    return switch (brand) {
      case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1" -> HEIC;
      case "avif", "avis" -> AVIF;
      default -> VIDEO;
    };
  }

  private static OtherFormat ofText(String begin) {
    boolean markup = begin.startsWith("<") || begin.startsWith("\u00ef\u00bb\u00bf<");
    if (markup && begin.contains("<svg")) {
      return SVG;
    }
    return markup && (begin.contains("<!doctype html") || begin.contains("<html")) ? HTML : null;
  }

  private static String text(ByteBuffer in, int from, int length) {
    if (from >= in.limit()) {
      return "";
    }
    ByteBuffer piece = in.slice(from, Math.min(length, in.limit() - from));
    return StandardCharsets.ISO_8859_1.decode(piece).toString();
  }

  /** The refusal's sentence. */
  @Override
  public String toString() {
    return "This is " + words + ", " + advice;
  }
}
