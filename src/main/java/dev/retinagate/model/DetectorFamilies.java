package dev.retinagate.model;

import dev.retinagate.detection.Detector;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.engine.MxnetEnvironment;
import dev.retinagate.os.CpuFeatures;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/** The families of detectors; makes the detectors of a model by its family's name. */
public final class DetectorFamilies {

  /** NanoDet's name in {@code model.yaml}. */
  public static final String NANODET = "nanodet";

  /** RetinaNet's name in {@code model.yaml}. */
  public static final String RETINANET = "retinanet";

  /** NanoDet-Plus's name in {@code model.yaml}. */
  public static final String NANODET_PLUS = "nanodet-plus";

  /** YOLOX's name in {@code model.yaml}. */
  public static final String YOLOX = "yolox";

  private static final Map<String, Family> FAMILIES =
      Map.of(
          NANODET,
          nanoDet(NanoDetDecoder.MIDDLE),
          NANODET_PLUS,
          nanoDet(NanoDetDecoder.CORNER),
          YOLOX,
          letterbox(YoloxNetwork.class, YoloxDecoder::new),
          RETINANET,
          new Family(RetinaNetDetector::new, (bundle, precision) -> new RetinaNetProbe(bundle)));

  private record Family(
      BiFunction<ModelBundle, DetectorSettings, Detector> detectors,
      BiFunction<ModelBundle, Precision, NetworkProbe> probes) {}

  private DetectorFamilies() {}

  private static Family nanoDet(float point) {
    return letterbox(
        NanoDetNetwork.class, (network, classes) -> new NanoDetDecoder(network, classes, point));
  }

  private static <N extends LetterboxNetwork> Family letterbox(
      Class<N> section, BiFunction<N, Integer, LevelDecoder> decoders) {
    return new Family(
        (bundle, settings) -> {
          N network = bundle.spec().networkAs(section);
          LevelDecoder decoder = decoders.apply(network, bundle.spec().labels().size());
          return new LetterboxDetector(bundle, settings, network, decoder);
        },
        (bundle, precision) ->
            new LetterboxProbe(bundle, bundle.spec().networkAs(section), precision));
  }

  /**
   * A factory for detectors of a model.
   *
   * @throws ModelException if no family of that name is known, or the precision cannot be had: int8
   *     of a model that is not calibrated, bf16 on a processor that is not faster at it
   */
  public static DetectorFactory detectors(ModelBundle bundle, DetectorSettings settings) {
    return detectors(bundle, settings, MxnetEnvironment.processor(), OptionalInt.empty());
  }

  /**
   * As {@link #detectors}, but int8 is used even on a processor that is slower at it: to measure
   * how much accuracy int8 loses.
   */
  public static DetectorFactory detectorsOnAnyProcessor(
      ModelBundle bundle, DetectorSettings settings) {
    return detectors(bundle, settings, CpuFeatures.WITH_INT8, OptionalInt.empty());
  }

  private static DetectorFactory detectors(
      ModelBundle bundle, DetectorSettings settings, CpuFeatures cpu, OptionalInt threads) {
    Family family = family(bundle);
    Precision precision = settings.precision().resolve(bundle, cpu);
    DetectorSettings resolved = settings.with(precision);
    ModelDescription description = bundle.describe(precision);
    return new DetectorFactory() {
      @Override
      public ModelDescription model() {
        return description;
      }

      @Override
      public Detector create() {
        threads.ifPresent(MxnetEnvironment::useThreads);
        return family.detectors().apply(bundle, resolved);
      }

      @Override
      public DetectorFactory forLightPictures() {
        return detectors(bundle, resolved.with(resolved.limits().ofLightPictures()), cpu, threads);
      }

      @Override
      public DetectorFactory onThreads(int wanted) {
        return detectors(bundle, resolved, cpu, OptionalInt.of(wanted));
      }
    };
  }

  /**
   * A model's network, for tools.
   *
   * @param precision that the network is meant for, resolved
   * @throws ModelException if no family of that name is known, or its files are damaged
   */
  public static NetworkProbe probe(ModelBundle bundle, Precision precision) {
    return family(bundle).probes().apply(bundle, precision);
  }

  private static Family family(ModelBundle bundle) {
    Family family = FAMILIES.get(bundle.spec().family());
    if (family == null) {
      throw new ModelException(
          "model "
              + bundle.spec().name()
              + " is of family '"
              + bundle.spec().family()
              + "'; known are "
              + FAMILIES.keySet().stream().sorted().toList());
    }
    return family;
  }
}
