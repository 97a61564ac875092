package dev.retinagate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class ConfigLoaderTest {

  private static final int CORES = 4;

  @TempDir private Path folder;

  @Test
  void derivesAutoValuesFromTheCores() throws Exception {
    Config config = load("");

    assertThat(config.workers().count()).isEqualTo(CORES);
    assertThat(config.workers().engineThreads()).isEqualTo(1);
    assertThat(config.admission().queue()).isEqualTo(8 * CORES);
    assertThat(config.http().eventLoops()).isEqualTo(1);
  }

  @Test
  void aDozenPicturesFitANodeOfOneWorker() throws Exception {
    assertThat(load("workers: {count: 1}").admission().queue()).isEqualTo(11);
    assertThat(load("workers: {count: 2}").admission().queue()).isEqualTo(16);
  }

  @Test
  void dividesTheCoresAmongFewerWorkers() throws Exception {
    assertThat(load("workers: {count: 2}").workers().engineThreads()).isEqualTo(2);
  }

  @Test
  void readsUnitsOfBytesAndTime() throws Exception {
    Config config = load("http: {max-body-bytes: 3 MiB, upload-stall-timeout: 250ms}");

    assertThat(config.uploads().maxBodyBytes()).isEqualTo(3 << 20);
    assertThat(config.uploads().stallTimeout()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void flagsOverrideTheEnvironmentWhichOverridesTheFile() throws Exception {
    Path file = file("http: {port: 1}\nmanagement: {port: 1}\nmodel: {name: a}\n");
    Map<String, String> environment =
        Map.of("RETINAGATE_HTTP_PORT", "2", "RETINAGATE_MANAGEMENT_PORT", "2");

    Config config = load(file, environment, Map.of("http.port", "3"));

    assertThat(config.http().port()).hasValue(3);
    assertThat(config.management().port()).isEqualTo(2);
    assertThat(config.model().name()).isEqualTo("a");
  }

  @Test
  void namesKeyValueOriginAndRuleOfEveryErrorAtOnce() throws Exception {
    Path file = file("http: {port: 99999}\ndetection: {threshold: high}\n");

    List<String> problems = problems(file, Map.of("RETINAGATE_WORKERS_COUNT", "0"));

    assertThat(problems)
        .containsExactlyInAnyOrder(
            "http.port: '99999' (from %s) is not a port, 0..65535, 0 for one that is free, or none"
                .formatted(file),
            "workers.count: '0' (from environment RETINAGATE_WORKERS_COUNT) is not auto, or a whole number, 1..1024",
            "detection.threshold: 'high' (from %s) is not auto, or a number, 0..1".formatted(file));
  }

  @Test
  void suggestsTheNearestKey() throws Exception {
    assertThat(problems(file("http: {prot: 80}\n"), Map.of()))
        .singleElement()
        .asString()
        .startsWith("http.prot")
        .contains("(did you mean http.port");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'http: {port: [1, 2]}' | http.port (from %s) has to be one value, not a list
          'http: {host: }'       | http.host (from %s) has no value; give it one, or leave the key out
          '- http'               | %s has to hold keys and values, not a list
          just text              | %s has to hold keys and values, not one value
          'http: 8080'           | http (from %s) is not a key but the name of a group, such as http.host, http.port, http.event-loops
          'http: {port: 80'      | %s is not well-formed YAML: line 1, column 16: a bracket, quote, colon or indentation is wrong there or just before
          '{http: {}, http: {}}' | %s is not well-formed YAML: line 1, column 12: the same key stands there twice
          """)
  void tellsAFaultOfTheFileInPlainWords(String yaml, String words) throws Exception {
    Path file = file(yaml);

    assertThat(problems(file, Map.of())).containsExactly(words.formatted(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://app.example.com/
          app.example.com
          null
          '*, https://app.example.com'
          'https://a.example,,https://b.example'
          https://app.example.com/path
          """)
  void anOriginIsWhatABrowserSends(String origins) throws Exception {
    assertThat(problems(file("http: {cors-origins: '" + origins + "'}\n"), Map.of()))
        .singleElement()
        .asString()
        .endsWith(
            "is not none, '*' for any, or origins such as https://app.example.com, separated by"
                + " commas");
  }

  @Test
  void readsOriginsAndTheStarForAny() throws Exception {
    Origins two =
        load("http: {cors-origins: 'HTTPS://App.example.com, http://localhost:3000'}")
            .http()
            .corsOrigins();

    assertThat(two.allows("https://app.example.com")).isTrue();
    assertThat(two.allows("http://localhost:3000")).isTrue();
    assertThat(two.allows("http://localhost")).isFalse();
    assertThat(load("http: {cors-origins: '*'}").http().corsOrigins().allows("null")).isTrue();
    assertThat(load("").http().corsOrigins().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'model: {name: [a, b]}'                                        | 'model: {name: "a, b"}'
          'http: {trusted-proxies: [10.0.0.0/8, "::1"]}'                 | 'http: {trusted-proxies: "10.0.0.0/8, ::1"}'
          'http: {cors-origins: [https://a.example, https://b.example]}' | 'http: {cors-origins: "https://a.example, https://b.example"}'
          """)
  void aListIsTheSameAsValuesSeparatedByCommas(String list, String commas) throws Exception {
    assertThat(load(list))
        .usingRecursiveComparison()
        .isEqualTo(load(commas))
        .isNotEqualTo(load(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[a], b]", "[{a: b}]"})
  void aListHoldsValuesOnly(String names) throws Exception {
    Path file = file("model: {name: " + names + "}\n");

    assertThat(problems(file, Map.of()))
        .containsExactly("model.name (from " + file + ") has to be one value, not a list");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Path absent = folder.resolve("absent.yaml");

    assertThat(problems(absent, Map.of()))
        .containsExactly(absent + " cannot be read: there is no such file");
  }

  @Test
  void refusesAFolderInPlaceOfTheFile() {
    assertThat(problems(folder, Map.of()))
        .containsExactly(folder + " cannot be read: it is a folder");
  }

  @Test
  void refusesAFileThatIsNotUtf8() throws Exception {
    Path file = Files.write(folder.resolve("latin1.yaml"), new byte[] {'#', (byte) 0xe9, '\n'});

    assertThat(problems(file, Map.of()))
        .containsExactly(file + " cannot be read: it is not text in UTF-8");
  }

  @Test
  void refusesABodyThatCouldNeverBeAdmitted() throws Exception {
    assertThat(problems(file("admission: {max-bytes-in-flight: 1 MiB}\n"), Map.of()))
        .singleElement()
        .asString()
        .contains("admission.max-bytes-in-flight", "http.max-body-bytes");
  }

  @Test
  void refusesAnIdleTimeoutThatCutsOffWaitingClients() throws Exception {
    assertThat(problems(file("http: {idle-timeout: 5s}\n"), Map.of()))
        .singleElement()
        .asString()
        .contains("http.idle-timeout (5s)", "deadline.default (30s)");
  }

  @Test
  void refusesTwoListenersOnOneAddress() throws Exception {
    assertThat(problems(file("http: {host: 127.0.0.1, port: 9090}\n"), Map.of()))
        .singleElement()
        .asString()
        .contains("management.port (9090)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'tls: {certificate: /c.pem}'                             | tls.key: it is none, but tls.certificate is '/c.pem'; HTTPS needs both files
          'tls: {key: /k.pem}'                                     | tls.certificate: it is none, but tls.key is '/k.pem'; HTTPS needs both files
          'http: {redirect: true}'                                 | http.redirect: it is true, but tls.certificate and tls.key are none; both listeners are needed
          '{http: {redirect: true, port: none}, tls: {certificate: /c.pem, key: /k.pem}}' | http.redirect: it is true, but http.port is none; both listeners are needed
          'http: {proxy-protocol: true}'                           | http.proxy-protocol: it is true, but http.trusted-proxies is none; no connection would be accepted
          'management: {tls: true}'                                | management.tls: it is true, but tls.certificate and tls.key are none; they are needed
          'http: {port: none}'                                     | http.port is none, so that tls.certificate and tls.key are needed: the node would listen on no port
          'tls: {certificate: /c.pem, key: /k.pem, port: 8080}'    | tls.port (8080) has to differ from http.port, which can be none
          '{http: {host: 127.0.0.1}, tls: {certificate: /c.pem, key: /k.pem, port: 9090}}' | management.port (9090) has to differ from tls.port on the same host
          """)
  void refusesHttpsThatCannotBe(String yaml, String words) throws Exception {
    assertThat(problems(file(yaml), Map.of())).containsExactly(words);
  }

  @Test
  void httpsMayBeTheOnlyListener() throws Exception {
    Config config = load("http: {port: none}\ntls: {certificate: /c.pem, key: /k.pem}");

    assertThat(config.http().port()).isEmpty();
    assertThat(config.tls().pair())
        .contains(new Config.PemFiles(Path.of("/c.pem"), Path.of("/k.pem")));
    assertThat(config.tls().port()).isEqualTo(8443);
  }

  @Test
  void ignoresVariablesOfTheOrchestrator() throws Exception {
    Map<String, String> kubernetes = Map.of("RETINAGATE_SERVICE_HOST", "10.0.0.1");

    load(file(""), kubernetes, Map.of());

    assertThat(ConfigLoader.suspectVariables(kubernetes)).isEmpty();
  }

  @Test
  void suspectsAMisspeltVariable() {
    assertThat(ConfigLoader.suspectVariables(Map.of("RETINAGATE_HTTP_PROT", "80")))
        .singleElement()
        .asString()
        .contains("RETINAGATE_HTTP_PORT");
  }

  @Test
  void theFileOfTheRepositoryDocumentsEveryKeyWithItsDefault() throws Exception {
    Map<String, Object> file = new Yaml().load(Files.readString(ConfigLoader.DEFAULT_FILE));
    List<String> inFile = new ArrayList<>();
    file.forEach(
        (group, keys) ->
            ((Map<?, ?>) keys)
                .forEach((key, value) -> inFile.add(group + "." + key + "=" + value)));

    assertThat(inFile)
        .containsExactlyElementsOf(
            Keys.ALL.stream().map(key -> key.name() + "=" + key.defaultText()).toList());
  }

  private Config load(String yaml) throws Exception {
    return load(file(yaml), Map.of(), Map.of());
  }

  private static Config load(Path file, Map<String, String> environment, Map<String, String> flags)
      throws ConfigException {
    return new ConfigLoader(CORES).load(Optional.of(file), environment, flags);
  }

  private static List<String> problems(Path file, Map<String, String> environment) {
    return catchThrowableOfType(ConfigException.class, () -> load(file, environment, Map.of()))
        .problems();
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("retinagate.yaml"), yaml);
  }
}
