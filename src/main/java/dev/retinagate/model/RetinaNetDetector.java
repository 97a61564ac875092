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
import dev.retinagate.image.PictureDecoder;
import dev.retinagate.image.PictureEncoder;
import dev.retinagate.image.PictureFormat;
import dev.retinagate.image.PictureHeader;
import dev.retinagate.image.ScaledInput;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * RetinaNet as keras-retinanet evaluates it: the picture resized by one factor to any size; nine
 * anchors a cell; class-wise NMS; boxes divided by the factor.
 */
final class RetinaNetDetector implements Detector {

  static final int CHANNELS = 3;
  private static final int MAX_REDUCTION = 8;

  private final ModelDescription description;
  private final Thresholds thresholds;
  private final RetinaNetNetwork network;
  private final DetectorSettings settings;
  private final ScaledInput scaledInput;
  private final RetinaNetSessions networks;

  RetinaNetDetector(ModelBundle bundle, DetectorSettings settings) {
    this.description = bundle.describe(settings.precision());
    this.thresholds = bundle.spec().thresholds();
    this.network = bundle.spec().networkAs(RetinaNetNetwork.class);
    this.settings = settings;
    this.scaledInput = new ScaledInput(network.mean());
    this.networks =
        new RetinaNetSessions(
            network.graph(description.labels().size()),
            bundle.sessions(settings.precision()),
            settings.keptNetworks());
    warmUp();
  }

  /** The first run loads OpenCV and reorders the weights; no client should wait for that. */
  private void warmUp() {
    try {
      detect(PictureEncoder.noise(640, 480), DetectionQuery.of(1, 1));
    } catch (PictureException e) {
      throw new IllegalStateException("our own picture was refused", e);
    } catch (DetectorException e) {
      close();
      throw e;
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
    try (DecodedPicture decoded = PictureDecoder.decode(picture, header, reduction(header))) {
      long decodedAt = System.nanoTime();
      double scale = network.scale(decoded.width(), decoded.height());
      int width = ScaledInput.extent(decoded.width(), scale);
      int height = ScaledInput.extent(decoded.height(), scale);
      Session session = networks.forInput(height, width);
      scaledInput.fill(decoded, scale, session.input(1, CHANNELS, height, width));
      long preparedAt = System.nanoTime();
      RetinaNetSessions.Answer answer = networks.run(session, height, width, query);
      Candidates candidates = answer.candidates();
      List<Detection> found = detections(candidates, query, scale, header, decoded);
      StageTimes times =
          new StageTimes(
              decodedAt - start,
              preparedAt - decodedAt,
              answer.networkNanos(),
              System.nanoTime() - preparedAt - answer.networkNanos());
      return new Detections(header.uprightWidth(), header.uprightHeight(), found, times);
    } catch (SessionException e) {
      throw new DetectorException("model " + description.name() + ": " + e.getMessage(), e);
    }
  }

  /** The factor by which a JPEG is shrunk while it is decoded; 1 unless reduced decoding is set. */
  private int reduction(PictureHeader header) {
    int reduction = 1;
    if (settings.reducedDecoding() && header.format() == PictureFormat.JPEG) {
      double scale = network.scale(header.width(), header.height());
      while (reduction < MAX_REDUCTION && 2 * reduction * scale <= 1) {
        reduction *= 2;
      }
    }
    return reduction;
  }

  private List<Detection> detections(
      Candidates candidates,
      DetectionQuery query,
      double scale,
      PictureHeader header,
      DecodedPicture decoded) {
    // Without reduced decoding, both are the scale alone, rounded to fp32 as the original does.
    float scaleX = (float) (scale * decoded.width() / header.uprightWidth());
    float scaleY = (float) (scale * decoded.height() / header.uprightHeight());
    return candidates.toDetections(
        candidates.suppress(thresholds, query, description.labels().size()),
        description.labels(),
        (left, top, right, bottom) ->
            Box.ofCorners(left / scaleX, top / scaleY, right / scaleX, bottom / scaleY));
  }

  @Override
  public void close() {
    networks.close();
  }
}
