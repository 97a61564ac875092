package dev.retinagate.http.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Scene;
import dev.retinagate.detection.StageTimes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code timing} says. */
class DetectionsJsonTest {

  @Test
  void theTimesAreApartInMillisecondsAndTheTotalHasTheUploadInIt() {
    Detections found =
        new Detections(16, 16, List.of(), new StageTimes(3_000_000, 1_000_000, 5_000_000, 500_000));
    Scene scene = new Scene(found, Optional.empty(), List.of());

    assertThat(
            DetectionsJson.answer("m", scene, 12_000_000_000L, 400_000, 12_010_900_400L)
                .getJsonObject("timing")
                .encode())
        .isEqualTo(
            "{\"receiveMs\":12000.0,\"queueMs\":0.4,\"decodeMs\":3.0,\"inferenceMs\":6.5,"
                + "\"totalMs\":12010.9}");
  }
}
