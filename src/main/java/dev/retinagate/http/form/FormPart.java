package dev.retinagate.http.form;

import dev.retinagate.http.reply.Quotation;
import java.util.Optional;

/**
 * One part of a form: its kind, and its name for results and refusals.
 *
 * @param number from 1, in the order of the form
 */
record FormPart(int number, Kind kind, Optional<String> fieldName, Optional<String> fileName) {

  enum Kind {
    /** A picture, even if no byte of it comes. */
    PICTURE,
    /** A part with an empty file name: a picture if bytes come, else an empty file input. */
    FILE_INPUT,
    FIELD
  }

  /** A part before its headers are read. */
  static FormPart unknown(int number) {
    return new FormPart(number, Kind.FIELD, Optional.empty(), Optional.empty());
  }

  /**
   * Reads a part's header lines.
   *
   * @throws BodyException if a line is no header, or if the part's content is encoded or nested
   */
  static FormPart of(int number, String headerBlock) throws BodyException {
    PartHeaders headers = PartHeaders.parse(headerBlock);
    FormPart part = new FormPart(number, kind(headers), headers.fieldName(), headers.fileName());
    if (headers.badLine().isPresent()) {
      throw BodyException.malformed(
          part.subject()
              + " has a header line without a name and a colon: "
              + Quotation.of(headers.badLine().get())
              + ". Send headers as 'Name: value', and an empty line behind them.");
    }
    if (headers.isNestedForm()) {
      throw BodyException.malformed(
          part.subject()
              + " has the content type "
              + Quotation.of(headers.type())
              + ": a form within the form is not read. Send each picture as a part of its own.");
    }
    if (!headers.isUnencoded()) {
      throw BodyException.malformed(
          part.subject()
              + " has Content-Transfer-Encoding "
              + Quotation.of(headers.transferEncoding())
              + ", which is not decoded. Send the bytes as they are.");
    }
    return part;
  }

  private static Kind kind(PartHeaders headers) {
    if (headers.fileName().isPresent()) {
      return headers.fileName().get().isBlank() ? Kind.FILE_INPUT : Kind.PICTURE;
    }
    return headers.isOfPictureType() ? Kind.PICTURE : Kind.FIELD;
  }

  /** The name of its result: the file name, else the field name, else its number. */
  String name() {
    return fileName.filter(n -> !n.isBlank()).orElseGet(this::field);
  }

  /** The field name, else its number. */
  String field() {
    return fieldName.filter(n -> !n.isBlank()).orElse("part " + number);
  }

  /** For refusals, {@code part 2 ('image')}; without a name if it has none. */
  String label() {
    return "part "
        + number
        + fieldName.or(() -> fileName).map(name -> " (" + Quotation.of(name) + ")").orElse("");
  }

  private String subject() {
    return "P" + label().substring(1);
  }
}
