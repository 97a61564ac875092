package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.retinagate.support.CommandRun;
import dev.retinagate.support.JarNode;
import dev.retinagate.support.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The code of the reference, copied from it, finds the person in the picture. */
class DocsSnippetsIT {

  private static final Path DOCS = Path.of("src", "main", "resources", "web", "docs.html");

  @TempDir private Path folder;

  private static JarNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new JarNode();
  }

  @AfterAll
  static void stop() throws Exception {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "curl, curl, detect.sh, bash detect.sh",
    "python, python3, detect.py, python3 detect.py",
    "javascript, node, detect.mjs, node detect.mjs",
    "java, java, Detect.java, java Detect.java"
  })
  void findsThePersonOfTheExample(String language, String tool, String file, String run)
      throws Exception {
    assumeTrue(Shell.has(tool), tool + " is missing");
    Files.writeString(folder.resolve(file), snippet(language));
    Files.write(folder.resolve("astronaut.jpg"), JarNode.picture("astronaut.jpg"));

    CommandRun ran = Shell.run(folder, run);

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("person").doesNotContain("chair");
  }

  private static String snippet(String language) throws IOException {
    Matcher snippet =
        Pattern.compile("(?s)data-language=\"" + language + "\"><code>(.*?)</code>")
            .matcher(Files.readString(DOCS));
    assertThat(snippet.find()).as(language).isTrue();
    return snippet
        .group(1)
        .replaceAll("</?span[^>]*>", "")
        .replace("http://localhost:8080", node.uri("").toString())
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }
}
