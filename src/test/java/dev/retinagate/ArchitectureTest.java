package dev.retinagate;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.retinagate.admission.RefusalBudget;
import dev.retinagate.detection.PictureException;
import io.netty.handler.codec.DecoderResult;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;

/** The rules of the architecture: which package may use which. Packages to come may be empty. */
@AnalyzeClasses(packages = "dev.retinagate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "dev.retinagate.";

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("dev.retinagate.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_ROOMS_OF_HTTP_HAVE_NO_CYCLES =
      slices().matching("dev.retinagate.http.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_THE_ENTRY_POINT_IS_IN_THE_ROOT =
      classes()
          .that()
          .resideInAPackage("dev.retinagate")
          .should()
          .haveSimpleName("Retinagate")
          .orShould()
          .haveSimpleName("package-info");

  @ArchTest
  static final ArchRule ONLY_THE_ENTRY_POINT_USES_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.retinagate", ROOT + "cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "cli..");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_STARTS_A_NODE =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "cli..", ROOT + "node..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "node..");

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
  static final ArchRule KEYS_USE_THE_JDK_AND_CONFIG_ONLY =
      only("keys", "java..", ROOT + "keys..", ROOT + "config..");

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
  static final ArchRule CONNECTIONS_KNOW_NO_PICTURES =
      never("http.connection", "detection..", "worker..", "admission..", "image..");

  @ArchTest
  static final ArchRule REPLIES_KNOW_NO_PICTURES =
      never("http.reply", "detection..", "worker..", "admission..", "image..");

  @ArchTest
  static final ArchRule PROBLEMS_KNOW_THE_REASONS_OF_PICTURES_AND_THE_BUDGET_OF_REFUSALS_ONLY =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "http.problem..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      ROOT + "detection..",
                      ROOT + "worker..",
                      ROOT + "admission..",
                      ROOT + "image..")
                  .and(not(belongToAnyOf(PictureException.class, RefusalBudget.class))));

  @ArchTest
  static final ArchRule THE_INTAKE_KNOWS_NEITHER_JSON_NOR_A_PROTOCOL =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "http.intake..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx.core.json..",
              "com.fasterxml..",
              ROOT + "http",
              ROOT + "http.detect..",
              ROOT + "http.rekognition..",
              ROOT + "http.deepstack..",
              ROOT + "http.page..");

  @ArchTest
  static final ArchRule FORMS_ARE_READ_WITHOUT_VERTX =
      only("http.form", "java..", ROOT + "http.form..", ROOT + "http.reply..");

  @ArchTest
  static final ArchRule PROTOCOLS_NEVER_KNOW_EACH_OTHER =
      slices()
          .matching("dev.retinagate.http.(detect|rekognition|deepstack|page)..")
          .should()
          .notDependOnEachOther();

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
  static final ArchRule THE_CLIENT_KNOWS_NOTHING_OF_THE_NODE =
      only(
          "client",
          "java..",
          "javax.crypto..",
          "io.vertx.core..",
          "io.vertx.ext.web.client..",
          "io.vertx.ext.web.codec..",
          ROOT + "config..",
          ROOT + "plot..",
          ROOT + "client..");

  @ArchTest static final ArchRule PLOTS_USE_THE_JDK_ONLY = only("plot", "java..", ROOT + "plot..");

  @ArchTest
  static final ArchRule COSTS_ARE_ARITHMETIC_OVER_A_TABLE_OF_PRICES =
      only(
          "cost",
          "java..",
          "org.yaml.snakeyaml..",
          ROOT + "config..",
          ROOT + "plot..",
          ROOT + "cost..");

  @ArchTest
  static final ArchRule SIMULATIONS_USE_THE_JDK_AND_PLOTS_ONLY =
      only("simulation", "java..", ROOT + "plot..", ROOT + "simulation..");

  /** Named are the handlers whose status is no failure's: a probe's 503, 204 and 304. */
  @ArchTest
  static final ArchRule ONLY_PROBLEM_HOLDS_THE_STATUS_OF_A_FAILURE =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "http..")
          .and()
          .resideOutsideOfPackage(ROOT + "http.problem..")
          .and()
          .haveNameNotMatching(".*\\.(HealthHandler|MethodHandler|WebHandler)")
          .should()
          .callMethod(HttpServerResponse.class, "setStatusCode", int.class)
          .orShould()
          .callMethod(RoutingContext.class, "fail", int.class)
          .orShould()
          .callMethod(RoutingContext.class, "fail", int.class, Throwable.class);

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
