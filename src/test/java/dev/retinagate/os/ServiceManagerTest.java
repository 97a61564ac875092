package dev.retinagate.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceManagerTest {

  private static final long PID = 4711;

  @TempDir private Path folder;

  @Test
  void eachCallIsOneMessageToASocketOfTheFileSystem() {
    String path = folder.resolve("notify").toString();
    try (NotifySocket socket = new NotifySocket(path)) {
      assertEachCallIsOneMessage(socket, path);
    }
  }

  @Test
  void eachCallIsOneMessageToAnAbstractSocket() {
    String name = "@retinagate/" + UUID.randomUUID();
    try (NotifySocket socket = new NotifySocket(name)) {
      assertEachCallIsOneMessage(socket, name);
    }
  }

  private static void assertEachCallIsOneMessage(NotifySocket socket, String name) {
    ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", name), PID);

    manager.status("starting");
    manager.ready("serving");
    manager.alive();
    manager.stopping("draining");

    assertThat(socket.next()).containsExactly("STATUS=starting");
    assertThat(socket.next()).containsExactly("READY=1", "STATUS=serving");
    assertThat(socket.next()).containsExactly("WATCHDOG=1");
    assertThat(socket.next()).containsExactly("STOPPING=1", "STATUS=draining");
    assertThat(socket.nextIfThere()).isEmpty();
  }

  @Test
  void aLineBreakInAStatusBeginsNoFieldOfItsOwn() {
    String path = folder.resolve("notify").toString();
    try (NotifySocket socket = new NotifySocket(path)) {
      ServiceManager.of(Map.of("NOTIFY_SOCKET", path), PID).status("a port\nREADY=1");

      assertThat(socket.next()).containsExactly("STATUS=a port READY=1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "vsock:2:1", "relative"})
  void whereNoSocketIsNamedNothingIsSent(String socket) {
    ServiceManager manager =
        ServiceManager.of(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "10000000"), PID);

    assertThat(manager.isPresent()).isFalse();
    assertThat(manager.watchdog()).isEmpty();
    manager.ready("serving");
  }

  @Test
  void aSocketThatNobodyListensOnDoesNoHarm() {
    ServiceManager.of(Map.of("NOTIFY_SOCKET", folder.resolve("none").toString()), PID).alive();
  }

  @Test
  void aNameThatNoSocketCanHaveIsLeftAlone() {
    assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(107)), PID).isPresent())
        .isFalse();
    assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(106)), PID).isPresent())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"3000000, 4711, 3000", "1500, 4711, 1", "3000000, 1, ", "0, 4711, ", "x, 4711, "})
  void theWatchdogIsThisProcesssOwn(String micros, String pid, Long millis) {
    Map<String, String> environment =
        Map.of("NOTIFY_SOCKET", "/x", "WATCHDOG_USEC", micros, "WATCHDOG_PID", pid);

    assertThat(ServiceManager.of(environment, PID).watchdog().map(Duration::toMillis).orElse(null))
        .isEqualTo(millis);
  }

  @Test
  void aWatchdogWithoutAProcessIsThisProcesssToo() {
    assertThat(
            ServiceManager.of(Map.of("NOTIFY_SOCKET", "/x", "WATCHDOG_USEC", "3000000"), PID)
                .watchdog())
        .contains(Duration.ofSeconds(3));
  }
}
