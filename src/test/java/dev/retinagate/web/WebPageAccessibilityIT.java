package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.web.StubGateway.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;

/**
 * What axe-core (Deque Systems, MPL 2.0) finds against WCAG and good practice: nothing, in any
 * state of the page.
 */
class WebPageAccessibilityIT extends PageScenario {

  private static final String WEBJAR = "META-INF/maven/org.webjars.npm/axe-core/pom.properties";
  private static final int PHONE_WIDTH = 390;
  private static final int PHONE_HEIGHT = 844;
  private static final String RULES =
      "#forbid=cup/yard&expect=spoon:3&zone=yard:0.1,0.2,0.9,0.2,0.5,0.9";

  private static String axe;

  enum State {
    EMPTY,
    ANSWERED,
    FAILURE,
    GALLERY,
    RULES,
    SEVERAL_MODELS,
    MODEL_CARD
  }

  enum Look {
    LIGHT,
    DARK,
    PHONE
  }

  @BeforeAll
  static void readAxe() throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(resource(WEBJAR)));
    axe =
        resource(
            "META-INF/resources/webjars/axe-core/"
                + properties.getProperty("version")
                + "/axe.min.js");
  }

  static Stream<Arguments> statesAndLooks() {
    return Stream.of(State.values())
        .flatMap(state -> Stream.of(Look.values()).map(look -> Arguments.of(state, look)));
  }

  @AfterEach
  void lookAsUsual() {
    browser.preferScheme("light");
    resizeBack();
  }

  @ParameterizedTest
  @MethodSource("statesAndLooks")
  void axeFindsNothing(State state, Look look) {
    browser.preferScheme(look == Look.DARK ? "dark" : "light");
    if (look == Look.PHONE) {
      resize(PHONE_WIDTH, PHONE_HEIGHT);
    }
    bring(state);

    assertThat(violations()).isEmpty();
    if (look == Look.PHONE) {
      assertThat(page.run("return document.documentElement.scrollWidth"))
          .as("no scrolling sideways")
          .isEqualTo(page.run("return document.documentElement.clientWidth"));
    }
  }

  private void bring(State state) {
    switch (state) {
      case EMPTY -> {}
      case ANSWERED -> {
        gateway.willAnswer(Answers.coffee());
        page.look(Answers.COFFEE);
        browser.driver().findElement(By.cssSelector("#counts .chip")).click();
      }
      case FAILURE -> {
        gateway.willAnswer(
            Reply.problem(503, "full", "The queue is full.", Map.of("Retry-After", "30")));
        page.choose(Answers.COFFEE);
        page.awaitNotice();
      }
      case GALLERY -> {
        gateway.willAnswer(
            Answers.coffee(),
            Reply.problem(422, "too-small", "Small.", Map.of()),
            Answers.coffeeThatAlerts());
        page.choose(Answers.COFFEE, Answers.ASTRONAUT, Answers.COFFEE_TURNED);
        page.await(() -> page.textOf("gallery-state").contains("1 failed"));
        page.await(() -> page.textOf("gallery-state").startsWith("2 of 3"));
        page.byId("zoom-in").click();
      }
      case RULES -> {
        page.run("location.hash = arguments[0]", RULES);
        gateway.willAnswer(Answers.coffeeThatAlerts());
        page.look(Answers.COFFEE);
        page.await(() -> page.byId("assessment").isDisplayed());
      }
      case SEVERAL_MODELS -> {
        gateway.alsoServes("careful");
        page.open();
        page.await(() -> page.byId("model-chooser").isDisplayed());
      }
      case MODEL_CARD -> {
        page.byId("model-button").click();
        page.await(() -> !browser.driver().findElements(By.cssSelector("dialog[open]")).isEmpty());
      }
    }
  }

  /** What axe-core calls a violation: its rule and where. */
  @SuppressWarnings("unchecked") // The script answers such a list.
  private List<String> violations() {
    page.run(axe);
    return (List<String>)
        page.run(
            "return axe.run().then(({ violations }) => violations.map(({ id, help, nodes }) =>"
                + " `${id}: ${help}: ${nodes.map(node => node.html + ' ' + node.failureSummary).join(' | ')}`))");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = WebPageAccessibilityIT.class.getClassLoader().getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
