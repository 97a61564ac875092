package dev.retinagate.modeltools.quantize;

import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import dev.retinagate.detection.PictureException;
import dev.retinagate.graph.Int8Plan;
import dev.retinagate.graph.Operators;
import dev.retinagate.model.DetectorFamilies;
import dev.retinagate.model.DetectorSettings;
import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.model.ModelSpec;
import dev.retinagate.model.ModelSpec.ModelFile;
import dev.retinagate.model.NetworkGraph;
import dev.retinagate.model.NetworkProbe;
import dev.retinagate.model.Precision;
import dev.retinagate.model.PrecisionLoss;
import dev.retinagate.modeltools.ModelFolder;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.NewModel;
import dev.retinagate.modeltools.quantize.PlanSearch.Found;
import dev.retinagate.modeltools.verify.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Adds a calibration to a model, so that it can be computed in 8-bit integers. Its network and
 * parameters stay the same: the engine makes the int8 network from them and the plan when the model
 * is loaded, so it can be made again without the pictures. What int8 then loses is verified on the
 * same pictures.
 */
public final class Quantizer {

  /** A quarter of the pictures measures noise and not ranges, unless the objects are known. */
  private static final int HELD_OUT_PART = 4;

  /** Pictures that noise is measured on; their fp32 outputs are kept in memory. */
  private static final int MAX_NOISE_PICTURES = 8;

  /** Pictures that layers are ranked by: a run each, for each layer. */
  private static final int MAX_RANKING_PICTURES = 2;

  private static final String FILE = "calibration.txt";
  private static final int ANY_SIDE = 640;

  private final QuantizeRequest request;
  private final DetectorSettings settings;
  private final Consumer<String> log;

  private Quantizer(QuantizeRequest request, DetectorSettings settings, Consumer<String> log) {
    this.request = request;
    this.settings = settings;
    this.log = log;
  }

  /**
   * Measures, decides and writes the model. Takes minutes; the engine must have been prepared.
   *
   * @param log receives a line for each measurement
   * @return the folder written
   * @throws ModelToolException if there are too few pictures, or the folder cannot be written
   * @throws dev.retinagate.detection.DetectorException if the model cannot be loaded or run
   */
  public static Path run(QuantizeRequest request, DetectorSettings settings, Consumer<String> log) {
    return new Quantizer(request, settings, log).run();
  }

  private Path run() {
    requireEnough(request.pictures().size());
    ModelBundle bundle = new ModelRepository(request.target().models()).open(request.name());
    requireNoProducts(bundle);
    NewModel target = target(bundle);
    target.requireFree();
    try {
      Found found = search(bundle);
      return write(bundle, found, verify(bundle.with(found.plan())), target);
    } catch (IOException e) {
      throw new ModelToolException("a picture cannot be read: " + FileProblem.tell(e), e);
    } catch (PictureException e) {
      throw new ModelToolException("a picture cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * The engine's 8-bit product of tensors takes 8-bit factors only, and a SiLU's gate has none.
   * With the products in fp32, YOLOX-nano lost a quarter of its detections and was 1.03 × as fast.
   */
  private static void requireNoProducts(ModelBundle bundle) {
    // Of any size: the operators are the same. A RetinaNet has no symbol but those of its sizes.
    NetworkGraph network =
        DetectorFamilies.probe(bundle, Precision.INT8).graphFor(ANY_SIDE, ANY_SIDE);
    if (network.symbol().nodes().stream().anyMatch(node -> node.op().equals(Operators.PRODUCT))) {
      throw new ModelToolException(
          bundle.spec().name()
              + " multiplies tensors, as SiLU does, and the engine does that in fp32 only: int8"
              + " would be no faster. Its precisions are fp32 and bf16.");
    }
  }

  /** Adding int8 to a model that has none replaces a folder by one with the same files and more. */
  private NewModel target(ModelBundle bundle) {
    NewModel target = request.target();
    boolean adds = target.name().equals(request.name()) && !bundle.isCalibrated();
    return adds ? new NewModel(target.models(), target.name(), true) : target;
  }

  /** The pictures that can be used; the log names the others. */
  private List<CalibrationPicture> pictures(NetworkProbe probe) {
    List<CalibrationPicture> pictures = new ArrayList<>();
    for (Path file : request.pictures()) {
      String left = "left out: " + FileNames.text(file) + ": ";
      try {
        pictures.add(CalibrationPicture.of(file, probe, settings.limits()));
      } catch (IOException e) {
        log.accept(left + FileProblem.reason(e));
      } catch (PictureException e) {
        log.accept(left + e.getMessage());
      }
    }
    requireEnough(pictures.size());
    return pictures;
  }

  private static void requireEnough(int pictures) {
    if (pictures < HELD_OUT_PART) {
      throw new ModelToolException(
          "calibration takes at least "
              + HELD_OUT_PART
              + " pictures, better fifty; found "
              + pictures);
    }
  }

  private Found search(ModelBundle bundle) throws IOException, PictureException {
    NetworkProbe probe = DetectorFamilies.probe(bundle, Precision.INT8);
    List<CalibrationPicture> pictures = pictures(probe);
    int fitted = pictures.size() - pictures.size() / HELD_OUT_PART;
    List<CalibrationPicture> heldOut = pictures.subList(fitted, pictures.size());
    RangeMeasurement ranges = new RangeMeasurement(probe, bundle.parameters());
    ranges.add(request.truth().isPresent() ? pictures : pictures.subList(0, fitted));
    log.accept("ranges measured");
    List<CalibrationPicture> telling = mostOfOneNetwork(heldOut);
    OutputNoise noise = new OutputNoise(probe, bundle.parameters(), telling);
    OutputNoise ranking =
        new OutputNoise(
            probe,
            bundle.parameters(),
            telling.subList(0, Math.min(telling.size(), MAX_RANKING_PICTURES)));
    Found found =
        new PlanSearch(
                metric(bundle, new PlanMetric.Noise(noise)), new PlanMetric.Noise(ranking), log)
            .search(ranges::plan, telling.get(0).graph().symbol());
    log.accept(
        Arrays.stream(noise.decibels(found.plan()))
            .mapToObj(decibels -> String.format(Locale.ROOT, "%.1f", decibels))
            .collect(Collectors.joining(" ", "signal-to-noise ratio of the outputs: ", " dB")));
    return found;
  }

  private PlanMetric metric(ModelBundle bundle, PlanMetric noise) {
    if (request.truth().isEmpty()) {
      return noise;
    }
    Accuracy accuracy = new Accuracy(bundle, settings, request.truth().get());
    log.accept("fp32: " + accuracy.text(accuracy.fp32()));
    return accuracy;
  }

  private static List<CalibrationPicture> mostOfOneNetwork(List<CalibrationPicture> pictures) {
    List<CalibrationPicture> most =
        Networks.together(pictures).stream().max(Comparator.comparingInt(List::size)).orElseThrow();
    return most.subList(0, Math.min(most.size(), MAX_NOISE_PICTURES));
  }

  private Path write(ModelBundle bundle, Found found, PrecisionLoss loss, NewModel target) {
    ModelSpec spec = bundle.spec();
    String result =
        "%s over %d pictures, chosen by %s"
            .formatted(
                found.method().name(),
                request.pictures().size(),
                request.truth().isPresent() ? "accuracy" : "signal-to-noise ratio");
    try (ModelFolder folder = new ModelFolder(target)) {
      Map<String, ModelFile> files = new LinkedHashMap<>();
      for (String part : spec.files().keySet()) {
        if (!part.equals(ModelBundle.CALIBRATION)) {
          files.put(part, folder.copy(bundle, part));
        }
      }
      files.put(
          ModelBundle.CALIBRATION, write(found.plan(), List.of(result, request.command()), folder));
      Map<String, String> provenance = new LinkedHashMap<>(spec.provenance());
      provenance.put(ModelBundle.CALIBRATION, result);
      provenance.put(ModelBundle.CALIBRATION + "-command", request.command());
      Path written =
          folder.commit(
              new ModelSpec(
                  target.name(),
                  spec.family(),
                  spec.precision(),
                  files,
                  spec.network(),
                  spec.thresholds(),
                  spec.labels(),
                  provenance,
                  spec.verified(Precision.INT8.word(), loss).verified()));
      log.accept(result);
      return written;
    }
  }

  /**
   * Tells {@code precision: auto} whether int8 may be used. Done before the model is written, so
   * that none is left without it by a process that is killed.
   */
  private PrecisionLoss verify(ModelBundle quantized) {
    PrecisionLoss loss =
        Verification.run(
            quantized,
            settings,
            Precision.INT8,
            request.pictures(),
            request.truth(),
            new Verification.Watcher() {
              @Override
              public void finished() {
                // The log has a line for each measurement, not for each picture.
              }

              @Override
              public void leftOut(String reason) {
                log.accept(reason);
              }
            });
    Verification.report(Precision.INT8, loss).forEach(log);
    return loss;
  }

  private static ModelFile write(Int8Plan plan, List<String> remarks, ModelFolder folder) {
    return folder.write(
        FILE, out -> out.write(plan.write(remarks).getBytes(StandardCharsets.UTF_8)));
  }
}
