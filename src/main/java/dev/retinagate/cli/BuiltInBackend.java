package dev.retinagate.cli;

import dev.retinagate.config.Config;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.engine.MxnetEnvironment;
import dev.retinagate.image.DrawnPicture;
import dev.retinagate.image.PictureAnnotator;
import dev.retinagate.image.PictureFormat;
import dev.retinagate.image.PictureLimits;
import dev.retinagate.memory.Views;
import dev.retinagate.model.DetectorFamilies;
import dev.retinagate.model.DetectorSettings;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.model.Precision;
import dev.retinagate.os.CompilerThreads;
import dev.retinagate.os.ProcessExit;
import dev.retinagate.worker.AnnotatedPicture;
import dev.retinagate.worker.AnnotationFormat;
import dev.retinagate.worker.Annotator;
import java.util.List;

/** The models of the repository on disk, and the drawing of {@code image}. */
final class BuiltInBackend implements Backend {

  @Override
  public DetectorFactory open(Config config) {
    prepare(config);
    return detectors(config, config.model().name());
  }

  @Override
  public List<DetectorFactory> openAll(Config config) {
    prepare(config);
    return config.model().names().stream().map(name -> detectors(config, name)).toList();
  }

  private static void prepare(Config config) {
    CompilerThreads.lowerPriority();
    MxnetEnvironment.prepare(config.workers().engineThreads());
    limits(config).limitLibrary();
    // The listeners are set up meanwhile; a worker that is faster waits for the same libraries.
    startDaemon("load-mxnet", MxnetEnvironment::loadLibrary);
    startDaemon("load-opencv", PictureAnnotator::loadLibrary);
  }

  private static DetectorFactory detectors(Config config, String name) {
    return DetectorFamilies.detectors(
        new ModelRepository(config.model().directory()).open(name),
        new DetectorSettings(
            limits(config),
            config.model().keptNetworks(),
            config.picture().reducedDecoding(),
            Precision.of(config.model().precision())));
  }

  private static void startDaemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public Annotator annotator(Config config) {
    return (picture, scene, format) -> {
      DrawnPicture drawn =
          PictureAnnotator.annotate(
              picture,
              scene,
              format == AnnotationFormat.PNG ? PictureFormat.PNG : PictureFormat.JPEG,
              limits(config));
      return new AnnotatedPicture(Views.wrap(drawn.encoded()), drawn.scale());
    };
  }

  @Override
  public void exit(int status) {
    ProcessExit.now(status);
  }

  private static PictureLimits limits(Config config) {
    return new PictureLimits(config.picture().maxPixels(), config.picture().maxWork());
  }
}
