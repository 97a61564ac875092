package dev.retinagate.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.PictureException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What bytes are told to be that are no picture of a known format. */
class SniffingTest {

  static Stream<Arguments> begins() {
    return Stream.of(
        Arguments.of("GIF89a", "This is a GIF, which is not decoded; save it as PNG or JPEG."),
        Arguments.of("GIF87a", "This is a GIF"),
        Arguments.of("II*\0", "This is a TIFF"),
        Arguments.of("MM\0*", "This is a TIFF"),
        Arguments.of("II+\0", "This is a TIFF"),
        Arguments.of("%PDF-1.7", "This is a PDF, not a picture"),
        Arguments.of("\0\0\0\30ftypheic", "This is a HEIC picture"),
        Arguments.of("\0\0\0\30ftypmif1", "This is a HEIC picture"),
        Arguments.of("\0\0\0\34ftypavif", "This is an AVIF picture"),
        Arguments.of("\0\0\0\30ftypmp42", "This is a video"),
        Arguments.of("\0\0\0\24ftypqt  ", "This is a video"),
        Arguments.of("\u001aE\u00df\u00a3", "This is a video"),
        Arguments.of("RIFF\1\2\3\4AVI LIST", "This is a video"),
        Arguments.of("\u00ff\n\1\2", "This is a JPEG XL picture"),
        Arguments.of("\0\0\0\fJXL \r\n\u0087\n", "This is a JPEG XL picture"),
        Arguments.of("\0\0\0\fjP  \r\n\u0087\n", "This is a JPEG 2000 picture"),
        Arguments.of("\u00ffO\u00ffQ", "This is a JPEG 2000 picture"),
        Arguments.of("\0\0\1\0\1\0", "This is an icon (ICO)"),
        Arguments.of("8BPS", "This is a Photoshop file"),
        Arguments.of("\u001f\u008b\b", "This is compressed with gzip"),
        Arguments.of("PK\3\4", "This is a ZIP archive"),
        Arguments.of("<svg xmlns='x'>", "This is an SVG drawing"),
        Arguments.of("<?xml version='1.0'?>\n<!-- x -->\n<svg>", "This is an SVG drawing"),
        Arguments.of("\u00ef\u00bb\u00bf<svg>", "This is an SVG drawing"),
        Arguments.of("<!DOCTYPE html><html>", "This is an HTML page, not a picture"),
        Arguments.of("\n <html lang='en'>", "This is an HTML page, not a picture"),
        Arguments.of("<note/>", "The bytes are no picture"),
        Arguments.of("hello", "The bytes are no picture"),
        Arguments.of("B", "The bytes are no picture"),
        Arguments.of("\0", "The bytes are no picture"));
  }

  @ParameterizedTest
  @MethodSource("begins")
  void namesWhatItIs(String latin1, String sentence) {
    PictureException refusal = refusal(latin1.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(refusal.reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    assertThat(refusal).hasMessageStartingWith(sentence);
    assertThat(refusal.getMessage()).endsWith(".");
  }

  @Test
  void twoLettersMakeNoBitmap() {
    Random random = new Random(12);
    for (int i = 0; i < 500; i++) {
      byte[] text = new byte[10 + random.nextInt(200)];
      for (int at = 0; at < text.length; at++) {
        text[at] = (byte) (' ' + random.nextInt(95));
      }
      text[0] = 'B';
      text[1] = 'M';

      assertThat(refusal(text).reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    }
  }

  @Test
  void bytesOfAnyKindAreRefusedForWhatTheyAre() {
    Random random = new Random(13);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(300)];
      random.nextBytes(bytes);

      assertThat(refusal(bytes).reason()).isIn(Reason.UNSUPPORTED_FORMAT, Reason.UNDECODABLE);
    }
  }

  private static PictureException refusal(byte[] bytes) {
    return catchThrowableOfType(
        PictureException.class,
        () -> PictureHeader.read(ByteBuffer.wrap(bytes), PictureLimits.DEFAULT));
  }
}
