package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.support.ui.Select;

/** The chooser of a node's models. */
class WebPageModelsIT extends PageScenario {

  @Test
  void oneModelIsNoChoice() {
    page.await(() -> page.byId("model").isDisplayed());

    assertThat(page.byId("model-chooser").isDisplayed()).isFalse();
  }

  @Test
  void theChosenModelLooksAtThePictureThatIsShown() {
    gateway.alsoServes("careful");
    page.open();
    page.await(() -> page.byId("model-chooser").isDisplayed());
    gateway.willAnswer(Answers.coffee(), Answers.nothing());
    page.look(Answers.COFFEE);
    assertThat(gateway.calls().get(0).query()).doesNotContainKey("model");

    new Select(page.byId("model-choice")).selectByVisibleText("careful");

    page.await(() -> gateway.calls().size() == 2);
    assertThat(gateway.calls().get(1).query()).containsEntry("model", "careful");
    page.awaitText("careful · fp32", () -> page.textOf("model-button"));
  }
}
