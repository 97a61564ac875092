package dev.retinagate.modeltools.quantize;

import dev.retinagate.detection.PictureException;
import dev.retinagate.image.PictureHeader;
import dev.retinagate.image.PictureLimits;
import dev.retinagate.model.NetworkGraph;
import dev.retinagate.model.NetworkProbe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A picture and the network that it runs through.
 *
 * @param file encoded
 * @param header of its first bytes
 * @param graph the network for its size
 */
record CalibrationPicture(Path file, PictureHeader header, NetworkGraph graph) {

  static CalibrationPicture of(Path file, NetworkProbe probe, PictureLimits limits)
      throws IOException, PictureException {
    PictureHeader header = PictureHeader.read(read(file), limits);
    return new CalibrationPicture(
        file, header, probe.graphFor(header.uprightWidth(), header.uprightHeight()));
  }

  /** Fills the network's input. */
  void fill(NetworkProbe probe, NetworkProbe.InputMemory memory)
      throws IOException, PictureException {
    probe.fill(read(file), header, memory);
  }

  private static ByteBuffer read(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file));
  }
}
