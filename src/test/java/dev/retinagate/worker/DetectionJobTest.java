package dev.retinagate.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.admission.Admission;
import dev.retinagate.admission.Decision;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.memory.PictureBytes;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may read a picture when its deadline passes as its work begins. */
class DetectionJobTest {

  private final DetectionJob job =
      new DetectionJob(
          0,
          new NoPicture(),
          DetectionQuery.of(0.5f, 1),
          Optional.empty(),
          0,
          ((Decision.Granted) new Admission(1, 1).tryBeginUpload("client", 0))
              .ticket()
              .tryAcquire()
              .orElseThrow());

  @Test
  void noWorkerReadsAPictureWhoseMemoryIsGivenBack() {
    assertThat(job.tryEndUse()).isTrue();

    assertThat(job.tryBeginReading()).isFalse();
  }

  @Test
  void memoryIsNotGivenBackWhileAWorkerReads() {
    assertThat(job.tryBeginReading()).isTrue();
    assertThat(job.tryEndUse()).isFalse();

    job.endReading();

    assertThat(job.tryEndUse()).isTrue();
  }

  private static final class NoPicture implements PictureBytes {

    @Override
    public int length() {
      return 0;
    }

    @Override
    public void copyTo(ByteBuffer target) {}
  }
}
