package dev.retinagate.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTrendTest {

  private static final String COLUMNS =
      "epochSeconds,rssKib,threads,files,heapBytes,directBytes,cpuSeconds,inFlight,queued,reservedBytes,clientCoreBusy";
  private static final int SOAK_SECONDS = 1800;
  private static final int SHORT_SECONDS = 60;

  @TempDir private Path folder;

  @Test
  void passesASoakThatDoesNotGrow() throws IOException {
    Result result = new Result("x");

    ServerTrend.judge("Soak", series(SOAK_SECONDS, 0), result);

    assertThat(result.isMet()).isTrue();
  }

  @Test
  void failsASoakThatLeaksAMegabyteAMinute() throws IOException {
    Result result = new Result("x");

    ServerTrend.judge("Soak", series(SOAK_SECONDS, 1024.0 / 60), result);

    assertThat(result.isMet()).isFalse();
  }

  @Test
  void failsASoakWhoseHeapKeepsAMegabyteMoreEveryMinute() throws IOException {
    Result result = new Result("x");

    ServerTrend.judge("Soak", series(SOAK_SECONDS, 0, 1e6 / 60, 0), result);

    assertThat(result.isMet()).isFalse();
  }

  @Test
  void failsASoakThatKeepsAFileOpenEveryMinute() throws IOException {
    Result result = new Result("x");

    ServerTrend.judge("Soak", series(SOAK_SECONDS, 0, 0, 1.0 / 60), result);

    assertThat(result.isMet()).isFalse();
  }

  @Test
  void failsASoakOfWhichTooLittleIsKnown() throws IOException {
    Result result = new Result("x");

    ServerTrend.judge("Soak", series(SHORT_SECONDS, 0), result);

    assertThat(result.isMet()).isFalse();
  }

  @Test
  void failsAShortRunThatGrowsByATenth() throws IOException {
    Result result = new Result("x");

    ServerTrend.judge("Overload", series(SHORT_SECONDS, 0.1 * 400_000 / 40), result);

    assertThat(result.isMet()).isFalse();
  }

  @Test
  void leavesBrokenLinesOut() throws IOException {
    Path csv = folder.resolve("broken.csv");
    Files.write(csv, List.of(COLUMNS, "1,2,9,9,3,4,5,6,7,8,", "2,2,9,9,3,4,5,6,7,8,0.5", "3,2,3"));

    assertThat(ServerSeries.read(csv).column("epochSeconds")).containsExactly(2);
  }

  @Test
  void saysSoIfTheServerWasNotSeen() throws IOException {
    ServerSeries none = series(SHORT_SECONDS, 0).between(-2, -1);

    assertThatThrownBy(() -> ServerTrend.judge("Overload", none, new Result("x")))
        .hasMessageContaining("0.0 s only");
  }

  @Test
  void saysSoIfTheWatchEndedBeforeTheLoad() throws IOException {
    ServerSeries watched = series(SHORT_SECONDS, 0);

    assertThat(ServerTrend.underLoad(watched, 5, SHORT_SECONDS + 5).seconds())
        .isEqualTo(SHORT_SECONDS - 1 - 5);
    assertThatThrownBy(() -> ServerTrend.underLoad(watched, 5, SHORT_SECONDS + 15))
        .hasMessage("the server was seen for 54.0 s of 70.0");
  }

  private ServerSeries series(int seconds, double kibPerSecond) throws IOException {
    return series(seconds, kibPerSecond, 0, 0);
  }

  /** 400 MB and a heap of 50 MB that grow all the time, with the noise of collections. */
  private ServerSeries series(
      int seconds, double kibPerSecond, double heapBytesPerSecond, double filesPerSecond)
      throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    List<String> lines = new ArrayList<>(List.of(COLUMNS));
    for (int s = 0; s < seconds; s++) {
      double rss = 400_000 + kibPerSecond * s + random.nextInt(2000);
      long heap = 50_000_000 + s % 10 * 5_000_000L + Math.round(heapBytesPerSecond * s);
      long files = 90 + s % 4 + Math.round(filesPerSecond * s);
      lines.add(
          s + "," + Math.round(rss) + ",40," + files + "," + heap + ",1,2," + s % 3 + ",0,0,0.5");
    }
    return ServerSeries.read(Files.write(folder.resolve("series.csv"), lines));
  }
}
