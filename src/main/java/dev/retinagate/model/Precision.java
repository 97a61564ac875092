package dev.retinagate.model;

import dev.retinagate.os.CpuFeatures;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The wanted arithmetic of a network. */
public enum Precision {
  /** {@link #INT8} where the model is calibrated for it and the processor is fast at it. */
  AUTO,
  /** 32-bit floating point, as the parameters are stored. */
  FP32,
  /** 8-bit integers; nodes that lose too much accuracy stay fp32. */
  INT8;

  private static final Logger LOG = LoggerFactory.getLogger(Precision.class);

  /**
   * The precision of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Precision of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Its name in configuration and in {@code model.yaml}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The arithmetic in which a model is computed on this processor; never {@link #AUTO}. Logs the
   * reason where a calibrated model is not computed in int8.
   *
   * @throws ModelException for int8 and a model without a calibration table
   */
  Precision resolve(ModelBundle bundle, CpuFeatures cpu) {
    String name = bundle.spec().name();
    if (this == INT8 && !bundle.isCalibrated()) {
      throw new ModelException(
          "model "
              + name
              + " has no calibration table, which int8 needs; make one with `model quantize "
              + name
              + "`, or take precision auto or fp32");
    }
    if (this == FP32 || !bundle.isCalibrated()) {
      return FP32;
    }
    if (cpu.fastInt8()) {
      return INT8;
    }
    LOG.atLevel(this == INT8 ? Level.WARN : Level.INFO)
        .log(
            "model {} runs in fp32: it is calibrated for int8, but this processor lacks AVX-512"
                + " VNNI, without which int8 is slower",
            name);
    return FP32;
  }
}
