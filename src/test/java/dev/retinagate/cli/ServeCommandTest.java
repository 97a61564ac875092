package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.config.Config;
import dev.retinagate.detection.DetectorException;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.support.ChildJvm;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.StubDetectors;
import dev.retinagate.worker.AnnotatedPicture;
import dev.retinagate.worker.Annotator;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

class ServeCommandTest {

  private static final Pattern SERVING =
      Pattern.compile("serving stub \\(fp32, avx2\\) on http://127\\.0\\.0\\.1:(\\d+)/");

  private final StringWriter errors = new StringWriter();

  @Test
  void aWrongValueIsAUsageErrorThatNamesEverything() {
    int status = execute("--port", "80800", "--workers", "none");

    assertThat(status).isEqualTo(2);
    assertThat(errors.toString().lines())
        .containsExactlyInAnyOrder(
            "http.port: '80800' (from the command line) is not a port, 0..65535, 0 for one that is free, or none",
            "workers.count: 'none' (from the command line) is not auto, or a whole number, 1..1024");
  }

  @Test
  void anUnknownFlagIsAUsageErrorWithAHint() {
    assertThat(execute("--poort", "80")).isEqualTo(2);
    assertThat(errors.toString()).contains("--poort", "--port");
  }

  @Test
  void aConfigurationThatIsNotThereIsAUsageError() {
    assertThat(execute("--config", "no-such-file.yaml")).isEqualTo(2);
    assertThat(errors.toString())
        .isEqualToIgnoringNewLines("no-such-file.yaml cannot be read: there is no such file");
  }

  @Test
  void aFolderOfModelsThatIsNotThereIsAUsageErrorEvenForTheBuiltInModel() {
    assertThat(execute("--models", "/nonexistent")).isEqualTo(2);
    assertThat(errors.toString())
        .isEqualToIgnoringNewLines(
            "model.directory: '/nonexistent' (from the command line) is not a folder that exists");
  }

  @Test
  void aModelThatCannotBeOpenedIsNamedInOneLine() {
    assertThat(execute("--port", "0", "--management-port", "0")).isEqualTo(1);
    assertThat(errors.toString().strip()).isEqualTo("The gateway cannot start: no such model");
  }

  @Test
  void theRootCommandAsksForACommand() {
    CommandLine root = RootCommand.commandLine();
    root.setErr(new PrintWriter(errors, true));

    assertThat(root.execute()).isEqualTo(2);
    assertThat(errors.toString()).contains("Name a command: serve, ");
  }

  @Test
  @Timeout(60)
  void aProcessThatIsTerminatedFinishesItsWorkAndEndsWithStatusZero() throws Exception {
    Process process = ChildJvm.start(ServeProcess.class);
    try (BufferedReader log = process.inputReader()) {
      int port = awaitPort(log);
      try (RawClient client = new RawClient(port)) {
        assertThat(client.post("/detect", "", "cat").response().status()).isEqualTo(200);
        process.toHandle().destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(log.lines().toList()).anyMatch(line -> line.contains("drained"));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static int awaitPort(BufferedReader log) throws Exception {
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher serving = SERVING.matcher(line);
      if (serving.find()) {
        return Integer.parseInt(serving.group(1));
      }
    }
    throw new AssertionError("the process ended before it served");
  }

  private int execute(String... arguments) {
    CommandLine command = RootCommand.commandLine(new NoEngine());
    command.setErr(new PrintWriter(errors, true));
    List<String> all = new ArrayList<>(List.of("serve"));
    all.addAll(List.of(arguments));
    return command.execute(all.toArray(new String[0]));
  }

  /** A whole process with stub detectors. */
  static final class ServeProcess {

    private ServeProcess() {}

    public static void main(String[] arguments) {
      List<String> flags =
          List.of("serve", "--host", "127.0.0.1", "--port", "0", "--management-port", "0");
      System.exit(RootCommand.commandLine(new StubEngine()).execute(flags.toArray(new String[0])));
    }
  }

  private static final class StubEngine implements Backend {

    @Override
    public DetectorFactory open(Config config) {
      return new StubDetectors();
    }

    @Override
    public List<DetectorFactory> openAll(Config config) {
      return List.of(open(config));
    }

    @Override
    public Annotator annotator(Config config) {
      return (picture, found, format) -> new AnnotatedPicture(Buffer.buffer(), 1);
    }

    @Override
    public void exit(int status) {
      Runtime.getRuntime().halt(status);
    }
  }

  private static final class NoEngine implements Backend {

    @Override
    public DetectorFactory open(Config config) {
      throw new DetectorException("no such model");
    }

    @Override
    public List<DetectorFactory> openAll(Config config) {
      return List.of(open(config));
    }

    @Override
    public Annotator annotator(Config config) {
      return (picture, found, format) -> new AnnotatedPicture(Buffer.buffer(), 1);
    }

    @Override
    public void exit(int status) {
      throw new AssertionError("a test must not end the process");
    }
  }
}
