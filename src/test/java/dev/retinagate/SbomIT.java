package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * The bills of materials in the jar, against what is in the jar. Where one fails after a change of
 * pom.xml: {@code provisioning/deb/sbom.sh}, and a look at {@code native.cdx.json}, which is
 * written by hand.
 */
class SbomIT {

  private static final Path JAR = Path.of("target", "retinagate.jar");
  private static final Pattern LISTED = Pattern.compile("\\(([^() ]+:[^() ]+:[^() ]+) - ");
  private static final Pattern HEADING = Pattern.compile("In ([^:, ]+:[^:, ]+)(,.*)?");

  @Test
  void everyLibraryOfTheJarIsNamed() throws Exception {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      List<String> libraries = LicencesIT.libraries(jar);

      assertThat(libraries).hasSizeGreaterThan(40);
      assertThat(missing(libraries, bill(jar, "retinagate"), bill(jar, "native"))).isEmpty();
    }
  }

  @Test
  void findsTheLibraryThatABillLacks() throws Exception {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      JsonNode bill = bill(jar, "retinagate");
      List<String> libraries = LicencesIT.libraries(jar);
      String gone = name(without(bill, "vertx-core"));

      assertThat(missing(libraries, bill, bill(jar, "native"))).containsExactly(gone);
    }
  }

  /** Some libraries do not say in the jar what they are, but Maven knows both lists. */
  @Test
  void theBillNamesTheLibrariesOfTheListOfLicences() throws Exception {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      Set<String> listed = new TreeSet<>();
      LISTED
          .matcher(LicencesIT.text(jar, "META-INF/THIRD-PARTY.txt"))
          .results()
          .forEach(match -> listed.add(match.group(1)));

      assertThat(names(bill(jar, "retinagate"))).isEqualTo(listed);
    }
  }

  @Test
  void theBillOfNativeCodeNamesWhatTheListNames() throws Exception {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      JsonNode bill = bill(jar, "native");
      String list = LicencesIT.text(jar, "META-INF/THIRD-PARTY-NATIVE.txt");

      assertThat(bill.path("components")).hasSizeGreaterThan(4);
      for (JsonNode library : bill.path("components")) {
        String section = section(list, name(library));
        assertThat(library.path("components"))
            .as(section)
            .allSatisfy(
                part ->
                    assertThat(section)
                        .contains(part.path("name").asText(), part.path("version").asText()));
        assertThat(parts(section))
            .allSatisfy(
                part ->
                    assertThat(library.path("components"))
                        .anySatisfy(
                            named -> assertThat(part).contains(named.path("name").asText())));
      }
      assertThat(list.lines().filter(line -> HEADING.matcher(line).matches()))
          .hasSameSizeAs(bill.path("components"));
    }
  }

  @Test
  void theBillOfNativeCodeIsOfTheLibrariesThatTheJarHas() throws Exception {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      List<String> purls = bill(jar, "retinagate").findValuesAsText("purl");

      assertThat(bill(jar, "native").path("components"))
          .allSatisfy(library -> assertThat(purls).contains(library.path("purl").asText()));
    }
  }

  private static JsonNode bill(ZipFile jar, String name) throws IOException {
    return new ObjectMapper().readTree(LicencesIT.text(jar, "META-INF/sbom/" + name + ".cdx.json"));
  }

  private static List<String> missing(List<String> libraries, JsonNode... bills) {
    Set<String> named = new TreeSet<>();
    for (JsonNode bill : bills) {
      named.addAll(names(bill));
    }
    return libraries.stream().filter(library -> !named.contains(library)).toList();
  }

  /** Removes a library from the bill. */
  private static JsonNode without(JsonNode bill, String artifact) {
    ArrayNode components = (ArrayNode) bill.path("components");
    for (int i = 0; i < components.size(); i++) {
      if (components.get(i).path("name").asText().equals(artifact)) {
        return components.remove(i);
      }
    }
    throw new AssertionError("no " + artifact);
  }

  /** {@code group:artifact:version} of each component that Maven knows, nested ones included. */
  private static Set<String> names(JsonNode bill) {
    Set<String> names = new TreeSet<>();
    for (JsonNode component : bill.path("components")) {
      if (component.has("group")) {
        names.add(name(component));
      }
      names.addAll(names(component));
    }
    return names;
  }

  private static String name(JsonNode component) {
    return component.path("group").asText()
        + ":"
        + component.path("name").asText()
        + ":"
        + component.path("version").asText();
  }

  /** The indented lines below the heading of a library. */
  private static String section(String list, String library) {
    StringBuilder section = new StringBuilder();
    boolean inside = false;
    for (String line : list.lines().toList()) {
      var heading = HEADING.matcher(line);
      if (heading.matches()) {
        inside = library.startsWith(heading.group(1) + ":");
      } else if (inside && line.startsWith("  ")) {
        section.append(line.strip()).append('\n');
      } else {
        inside = false;
      }
    }
    return section.toString();
  }

  /** The first column: one name, or several. */
  private static List<String> parts(String section) {
    List<String> parts = new ArrayList<>();
    section
        .lines()
        .forEach(line -> parts.addAll(List.of(line.split(" {3,}", 2)[0].split(", | and ", -1))));
    return parts;
  }
}
