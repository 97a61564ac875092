package dev.retinagate;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.netty.handler.codec.DecoderResult;
import java.util.Arrays;

/**
 * The rules of the architecture: who may use whom. Packages that are still to come may be empty.
 */
@AnalyzeClasses(packages = "dev.retinagate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "dev.retinagate.";

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("dev.retinagate.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule DETECTION_USES_THE_JDK_ONLY =
      only("detection", "java..", "javax..", ROOT + "detection..");

  @ArchTest
  static final ArchRule ADMISSION_USES_THE_JDK_ONLY =
      only("admission", "java..", "javax..", ROOT + "admission..");

  @ArchTest
  static final ArchRule CONFIG_USES_THE_JDK_AND_YAML_ONLY =
      only("config", "java..", "javax..", ROOT + "config..", "org.yaml.snakeyaml..");

  @ArchTest
  static final ArchRule WORKER_KNOWS_DETECTORS_BUT_NOT_THEIR_FAMILIES =
      never("worker", "model..", "modeltools..", "engine..", "graph..", "http..", "cli..");

  @ArchTest
  static final ArchRule TELEMETRY_OBSERVES_AND_IS_NOT_HTTP =
      never("telemetry", "model..", "modeltools..", "engine..", "graph..", "http..", "cli..");

  @ArchTest
  static final ArchRule HTTP_KNOWS_NO_MODELS =
      never("http", "model..", "modeltools..", "engine..", "graph..", "cli..");

  @ArchTest
  static final ArchRule GRAPH_KNOWS_NO_VERTX =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "graph..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "ai.djl..", "com.sun.jna..")
          .allowEmptyShould(true);

  @ArchTest static final ArchRule ONLY_THE_ENGINE_KNOWS_DJL = onlyIn("ai.djl..", "engine..");

  @ArchTest
  static final ArchRule ONLY_THE_ENGINE_AND_OS_KNOW_JNA =
      onlyIn("com.sun.jna..", "engine..", "os..");

  /** What they offer may change with any version: each use has a test in those two packages. */
  @ArchTest
  static final ArchRule ONLY_CONNECTION_AND_MEMORY_KNOW_THE_INTERNALS_OF_VERTX =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "http.connection..", ROOT + "memory..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..impl..", "io.vertx..internal..");

  @ArchTest
  static final ArchRule ONLY_CONNECTION_AND_MEMORY_KNOW_NETTY =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ROOT + "http.connection..", ROOT + "memory..", ROOT + "http.problem..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  /** Vert.x's own interface says with them why a request could not be decoded. */
  @ArchTest
  static final ArchRule PROBLEM_KNOWS_ONLY_THE_EXCEPTIONS_OF_NETTY =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "http.problem..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.netty..")
                  .and(not(assignableTo(Throwable.class)))
                  .and(not(equivalentTo(DecoderResult.class))));

  @ArchTest
  static final ArchRule MEMORY_KNOWS_NO_OTHER_PACKAGE =
      only("memory", "java..", "io.netty..", "io.vertx.core..", ROOT + "memory..");

  @ArchTest
  static final ArchRule ONLY_THE_CLIENT_AND_THE_COMMAND_LINE_USE_A_WEB_CLIENT =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "client..", ROOT + "cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx.ext.web.client..");

  @ArchTest
  static final ArchRule STATUS_CODES_ARE_MAPPED_IN_HTTP_ONLY =
      classes()
          .that()
          .haveSimpleName("FailureMapper")
          .should()
          .resideInAPackage(ROOT + "http.problem");

  private static ArchRule only(String owner, String... allowed) {
    return classes()
        .that()
        .resideInAPackage(ROOT + owner + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed);
  }

  /** Only the named packages of the product use a library. */
  private static ArchRule onlyIn(String library, String... users) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(Arrays.stream(users).map(ROOT::concat).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static ArchRule never(String owner, String... forbidden) {
    String[] packages = new String[forbidden.length];
    for (int i = 0; i < forbidden.length; i++) {
      packages[i] = ROOT + forbidden[i];
    }
    return noClasses()
        .that()
        .resideInAPackage(ROOT + owner + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages);
  }
}
