package dev.retinagate.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build has written into the jar. */
final class VersionProvider implements IVersionProvider {

  private static final String BUILD_PROPERTIES =
      "/META-INF/maven/dev.retinagate/retinagate/pom.properties";

  @Override
  public String[] getVersion() throws IOException {
    Properties build = new Properties();
    try (InputStream in = VersionProvider.class.getResourceAsStream(BUILD_PROPERTIES)) {
      if (in != null) {
        build.load(in);
      }
    }
    return new String[] {"retinagate " + build.getProperty("version", "(not from a jar)")};
  }
}
