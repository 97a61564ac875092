package dev.retinagate.model;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.DetectorException;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.StageTimes;
import dev.retinagate.detection.Thresholds;
import dev.retinagate.engine.Session;
import dev.retinagate.engine.SessionException;
import dev.retinagate.image.DecodedPicture;
import dev.retinagate.image.InputTensor;
import dev.retinagate.image.Letterbox;
import dev.retinagate.image.PictureDecoder;
import dev.retinagate.image.PictureEncoder;
import dev.retinagate.image.PictureHeader;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A detector of a square input: letterbox, one run of the network, decoding without anchors,
 * class-wise NMS.
 */
final class LetterboxDetector implements Detector {

  private static final int WARM_UP_RUNS = 3;

  private final ModelDescription description;
  private final Thresholds thresholds;
  private final LetterboxNetwork network;
  private final InputTensor.Normalisation normalisation;
  private final LevelDecoder decoder;
  private final DetectorSettings settings;
  private final InputSizes sizes;
  private final SizedSessions sessions;

  LetterboxDetector(
      ModelBundle bundle,
      DetectorSettings settings,
      LetterboxNetwork network,
      LevelDecoder decoder) {
    this.description = bundle.describe(settings.precision());
    this.thresholds = bundle.spec().thresholds();
    this.network = network;
    this.normalisation = network.normalisation();
    this.decoder = decoder;
    this.settings = settings;
    this.sizes = new InputSizes(network.inputSide(), bundle.symbol(), settings.precision());
    try {
      this.sessions = new SizedSessions(sizes, bundle.sessions(settings.precision()));
    } catch (SessionException e) {
      throw new DetectorException("model " + description.name() + ": " + e.getMessage(), e);
    }
    try {
      warmUp();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * The first run of each size opens its session and reorders the weights, and reading a JPEG is
   * several times slower until it is compiled; no client should wait for that.
   */
  private void warmUp() {
    try {
      int side = network.inputSide();
      for (int rows : sizes.allRows()) {
        ByteBuffer picture = PictureEncoder.noise(side, rows);
        for (int i = 0; i < WARM_UP_RUNS; i++) {
          detect(picture, DetectionQuery.of(1, 1));
        }
      }
    } catch (PictureException e) {
      throw new IllegalStateException("our own picture was refused", e);
    } catch (DetectorException e) {
      throw new DetectorException("model " + description.name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public ModelDescription model() {
    return description;
  }

  @Override
  public Detections detect(ByteBuffer picture, DetectionQuery query) throws PictureException {
    long start = System.nanoTime();
    PictureHeader header = PictureHeader.read(picture, settings.limits());
    try (DecodedPicture decoded =
        PictureDecoder.decode(picture, header, network.reduction(header))) {
      long decodedAt = System.nanoTime();
      Letterbox place = sizes.place(header, decoded);
      Session session = sessions.of(place);
      InputTensor.letterbox(
          decoded,
          place,
          normalisation,
          session.input(1, LetterboxNetwork.CHANNELS, place.rows(), place.columns()));
      long preparedAt = System.nanoTime();
      long[] ranAt = new long[1];
      Candidates candidates =
          session.run(
              outputs -> {
                ranAt[0] = System.nanoTime();
                return decoder.decode(outputs, query);
              });
      List<Detection> found = detections(candidates, query, header, place);
      StageTimes times =
          new StageTimes(
              decodedAt - start,
              preparedAt - decodedAt,
              ranAt[0] - preparedAt,
              System.nanoTime() - ranAt[0]);
      return new Detections(header.uprightWidth(), header.uprightHeight(), found, times);
    } catch (SessionException e) {
      throw new DetectorException(e.getMessage(), e);
    }
  }

  private List<Detection> detections(
      Candidates candidates, DetectionQuery query, PictureHeader header, Letterbox place) {
    int width = header.uprightWidth();
    int height = header.uprightHeight();
    float scaleX = (float) width / place.width();
    float scaleY = (float) height / place.height();
    return candidates.toDetections(
        candidates.suppress(thresholds, query, description.labels().size()),
        description.labels(),
        (left, top, right, bottom) ->
            Box.ofCorners(
                clip(left * scaleX, width),
                clip(top * scaleY, height),
                clip(right * scaleX, width),
                clip(bottom * scaleY, height)));
  }

  private static float clip(float value, int extent) {
    return Math.max(0, Math.min(value, extent));
  }

  @Override
  public void close() {
    sessions.close();
  }
}
