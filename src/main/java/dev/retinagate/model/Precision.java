package dev.retinagate.model;

import dev.retinagate.os.CpuFeatures;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wanted arithmetic of a network. */
public enum Precision {
  /**
   * The fastest precision that this processor has and whose loss against fp32 {@code model.yaml}
   * says is accepted: {@link #INT8}, else {@link #BF16}, else {@link #FP32}.
   */
  AUTO,
  /** 32-bit floating point, as the parameters are stored. */
  FP32,
  /** 16-bit floating point of fp32's range; needs no calibration. */
  BF16,
  /** 8-bit integers; nodes that lose too much accuracy stay fp32. */
  INT8;

  private static final Logger LOG = LoggerFactory.getLogger(Precision.class);

  private static final String SLOW_INT8 =
      "model {} does not run in int8: it is calibrated for it, but this processor lacks AVX-512"
          + " VNNI, without which int8 is slower than fp32";

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

  /** All names, for an error. */
  public static String words() {
    return Arrays.stream(values()).map(Precision::word).collect(Collectors.joining(", "));
  }

  /** The instruction set that this processor multiplies with, in this precision. */
  public String isa(CpuFeatures cpu) {
    return switch (this) {
      case INT8 -> cpu.int8Isa();
      case BF16 -> cpu.bf16Isa();
      case FP32, AUTO -> cpu.fp32Isa();
    };
  }

  /**
   * The arithmetic in which a model is computed on this processor; never {@link #AUTO}. Logs the
   * reason where a calibrated model is not computed in int8.
   *
   * @throws ModelException for int8 and a model without a calibration table, and for bf16 on a
   *     processor that lacks it or is slower at it
   */
  Precision resolve(ModelBundle bundle, CpuFeatures cpu) {
    return switch (this) {
      case FP32 -> FP32;
      case BF16 -> bf16(bundle, cpu);
      case INT8 -> int8(bundle, cpu);
      case AUTO -> fastest(bundle, cpu);
    };
  }

  private static Precision bf16(ModelBundle bundle, CpuFeatures cpu) {
    if (!cpu.fastBf16()) {
      throw new ModelException(
          "model "
              + bundle.spec().name()
              + " cannot run in bf16 here: "
              + (cpu.hasBf16()
                  ? "without AMX this processor is slower at it than at fp32"
                  : "this processor lacks avx512_bf16")
              + "; take precision auto or fp32");
    }
    return BF16;
  }

  private static Precision int8(ModelBundle bundle, CpuFeatures cpu) {
    String name = bundle.spec().name();
    if (!bundle.isCalibrated()) {
      throw new ModelException(
          "model "
              + name
              + " has no calibration table, which int8 needs; make one with `model quantize "
              + name
              + "`, or take precision auto or fp32");
    }
    if (!cpu.fastInt8()) {
      LOG.warn(SLOW_INT8, name);
      return FP32;
    }
    return INT8;
  }

  private static Precision fastest(ModelBundle bundle, CpuFeatures cpu) {
    if (bundle.isCalibrated()) {
      String name = bundle.spec().name();
      if (!cpu.fastInt8()) {
        LOG.info(SLOW_INT8, name);
      } else if (bundle.accepts(INT8)) {
        return INT8;
      } else {
        LOG.info(
            "model {} is calibrated, but model.yaml does not say that int8's loss is accepted;"
                + " `model verify {} --precision int8` measures it, precision int8 takes it",
            name,
            name);
      }
    }
    return cpu.fastBf16() && bundle.accepts(BF16) ? BF16 : FP32;
  }
}
