package dev.retinagate.web;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * One headless Chromium for a test class, since starting one takes seconds.
 *
 * <p>Looks for the browser at {@code CHROME_BIN}, on the path and in the usual places, and for
 * ChromeDriver likewise. Without either each test is skipped, with a message; but a {@code
 * CHROME_BIN} that names no program is an error, so that a CI which sets it never skips. Nothing is
 * downloaded: both programs are given to Selenium by path.
 */
final class Browser implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  private static final String CHROME_BIN = "CHROME_BIN";
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final List<String> USUAL_PLACES =
      List.of("/usr/bin", "/usr/lib/chromium", "/usr/lib/chromium-browser", "/snap/bin");

  /** Quiet, without a sandbox (CI runs as root), and never calling home. */
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          // A camera that shows a made-up picture, and that every page may use.
          "--use-fake-device-for-media-stream",
          "--use-fake-ui-for-media-stream",
          "--window-size=1280,900");

  /**
   * Selenium warns that it has no classes for this Chromium's DevTools; they are called by name
   * here. Kept, because a logger that nobody holds forgets its level.
   */
  private static final List<Logger> WARNING_IN_VAIN =
      Stream.of("devtools.CdpVersionFinder", "chromium.ChromiumDriver")
          .map(name -> Logger.getLogger("org.openqa.selenium." + name))
          .toList();

  private String missing;
  private ChromeDriver driver;
  private Path profile;
  private Path downloads;

  /** The browser, from before the first test of the class to after the last. */
  ChromeDriver driver() {
    return driver;
  }

  /** Where the browser puts downloads. */
  Path downloads() {
    return downloads;
  }

  /** What the page complained of since the last call, of the severe kind. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Pretends that the person likes pages light or dark. */
  void preferScheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Pretends another window size. */
  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void resizeBack() {
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Optional<Path> browser = findBrowser();
    Optional<Path> chromeDriver = find(List.of("chromedriver"));
    if (browser.isEmpty() || chromeDriver.isEmpty()) {
      missing = browser.isEmpty() ? "Chromium" : "chromedriver";
      return;
    }
    WARNING_IN_VAIN.forEach(logger -> logger.setLevel(Level.SEVERE));
    profile = Files.createTempDirectory("retinagate-browser");
    downloads = Files.createDirectory(profile.resolve("downloads"));
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromeDriver.get().toFile())
            .usingAnyFreePort()
            .build();
    driver = new ChromeDriver(service, options(browser.get()));
  }

  /** Here and not once for the class, because a skipped class counts as no test at all. */
  @Override
  public void beforeEach(ExtensionContext context) {
    Assumptions.assumeTrue(
        missing == null,
        () -> "no " + missing + " on the path; install it, or name the browser in " + CHROME_BIN);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (driver != null) {
      driver.quit();
    }
    if (profile != null) {
      try (Stream<Path> files = Files.walk(profile)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  private ChromeOptions options(Path browser) {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.toFile());
    options.addArguments(FLAGS);
    options.addArguments("--user-data-dir=" + profile.resolve("profile"));
    options.setExperimentalOption(
        "prefs", Map.of("download.default_directory", downloads.toString()));
    options.setCapability("goog:loggingPrefs", logs);
    return options;
  }

  private static Optional<Path> findBrowser() {
    String named = System.getenv(CHROME_BIN);
    if (named == null || named.isBlank()) {
      return find(BROWSERS);
    }
    Path path = Path.of(named);
    if (!Files.isExecutable(path)) {
      throw new IllegalStateException(CHROME_BIN + " names no program: " + named);
    }
    return Optional.of(path);
  }

  private static Optional<Path> find(List<String> names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    List<String> places =
        Stream.concat(Arrays.stream(path.split(File.pathSeparator)), USUAL_PLACES.stream())
            .filter(place -> !place.isEmpty())
            .toList();
    return names.stream()
        .flatMap(name -> places.stream().map(place -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
