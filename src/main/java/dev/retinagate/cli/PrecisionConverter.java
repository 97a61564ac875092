package dev.retinagate.cli;

import dev.retinagate.model.Precision;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A precision as the configuration writes it. */
final class PrecisionConverter implements ITypeConverter<Precision> {

  @Override
  public Precision convert(String word) {
    try {
      return Precision.of(word);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + word + "' is none of " + Precision.words());
    }
  }
}
