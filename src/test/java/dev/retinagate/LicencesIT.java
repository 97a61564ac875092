package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The licences in the jar, against what is in the jar. */
class LicencesIT {

  private static final Path JAR = Path.of("target", "retinagate.jar");

  @Test
  void theJarHasItsOwnLicence() throws Exception {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      assertThat(text(jar, "LICENSE"))
          .isEqualTo(Files.readString(Path.of("LICENSE")))
          .contains("Apache License", "Copyright 2026 Retinagate maintainers");
    }
  }

  /** Where it fails: {@code mvn license:add-third-party}, and a look at the list of native code. */
  @Test
  void everyLibraryOfTheJarIsListedWithItsVersion() throws Exception {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      String listed =
          text(jar, "META-INF/THIRD-PARTY.txt") + text(jar, "META-INF/THIRD-PARTY-NATIVE.txt");
      List<String> libraries = libraries(jar);

      assertThat(libraries).hasSizeGreaterThan(40);
      assertThat(libraries)
          .allSatisfy(library -> assertThat(listed).contains("(" + library + " - "));
    }
  }

  /** What the jar has of Maven: {@code group:artifact:version}. */
  static List<String> libraries(ZipFile jar) throws IOException {
    List<String> libraries = new ArrayList<>();
    for (ZipEntry entry : jar.stream().toList()) {
      if (entry.getName().matches("META-INF/maven/.*/pom\\.properties")) {
        Properties pom = new Properties();
        try (InputStream in = jar.getInputStream(entry)) {
          pom.load(in);
        }
        if (!pom.getProperty("groupId").equals("dev.retinagate")) {
          libraries.add(
              pom.getProperty("groupId")
                  + ":"
                  + pom.getProperty("artifactId")
                  + ":"
                  + pom.getProperty("version"));
        }
      }
    }
    return libraries;
  }

  static String text(ZipFile jar, String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
