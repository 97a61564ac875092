package dev.retinagate.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OptimisedCodeTest {

  @AfterEach
  void leaveAllCodeToEveryCompiler() throws JMException {
    command("compilerDirectivesClear");
  }

  @Test
  void leavesTheOptimisingCompilerTheCodeThatWorksOnBytes() throws JMException {
    OptimisedCode.limit();

    // The text before the first one, ours in their order, and the JVM's own.
    String[] directives = command("compilerDirectivesPrint").split("Directive:");
    assertThat(directives[1]).contains("dev/retinagate/*.*").doesNotContain("Exclude:true");
    assertThat(directives[2]).contains("matching: *.*").contains("Exclude:true");
  }

  private static String command(String name) throws JMException {
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                name,
                new Object[0],
                new String[0]);
  }
}
