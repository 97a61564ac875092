package dev.retinagate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.ModelRepository;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On the built-in network. */
class SessionIT {

  private static final int SIDE = 416;
  private static final int LEVELS = 3;

  @BeforeAll
  static void prepareEngine() {
    MxnetEnvironment.prepare(1);
  }

  @Test
  void refusesEveryThreadButTheFirstThatRanIt() {
    ModelBundle bundle = new ModelRepository(Path.of("models")).open("nanodet-g");
    try (Session session = Session.open(bundle.symbolJson(), bundle.parameters())) {
      session.input(1, 3, SIDE, SIDE);
      assertThat(outputs(session)).isEqualTo(LEVELS);

      assertThatThrownBy(() -> CompletableFuture.supplyAsync(() -> outputs(session)).join())
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(Thread.currentThread().getName());
      assertThat(outputs(session)).isEqualTo(LEVELS);
    }
  }

  private static int outputs(Session session) {
    return session.run(outputs -> outputs.size());
  }
}
