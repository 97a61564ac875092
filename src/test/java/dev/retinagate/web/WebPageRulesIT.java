package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Rules on the page: made there, sent, answered, and kept in the address. */
class WebPageRulesIT extends RulesScenario {

  @Test
  void aZoneDrawnByMouseGoesWithItsRuleAndTheAlertIsShown() {
    gateway.willAnswer(Answers.coffee(), Answers.coffeeThatAlerts());
    page.look(Answers.COFFEE);

    draw();
    clickAt(0.25, 0.25);
    clickAt(0.75, 0.25);
    clickAt(0.5, 0.75);
    clickAt(0.25, 0.25);
    active().sendKeys("yard", Keys.ENTER);
    addRule("forbid", "Cup");
    page.await(() -> page.byId("assessment").isDisplayed());

    Map<String, String> query = gateway.calls().get(1).query();
    assertThat(query).containsEntry("forbid", "cup@0.5/yard").containsEntry("threshold", "0.05");
    assertThat(query.get("zone")).startsWith("yard:");
    assertCorners(query.get("zone"), 0.25, 0.25, 0.75, 0.25, 0.5, 0.75);
    assertThat(page.textOf("assessment"))
        .isEqualTo(
            "Alert: 2 intruders, 1 missing\ncup 0.84 in yard\nbowl 0.07 in yard\n"
                + "spoon: 1 of 3\n0 × person");
    assertThat(texts(".box-label.is-intruder:not(.is-out) text"))
        .as("a weak intruder shows, too")
        .containsExactly("! cup 0.84", "! bowl 0.07");
    assertThat(texts(".zone-name")).containsExactly("yard");
    assertThat(page.textOf("rule-query"))
        .isEqualTo("/detect?threshold=0.5&forbid=cup/yard&zone=" + query.get("zone"));
    page.awaitText(
        "2 objects: 1 × cup, 1 × spoon. Alert: 2 intruders, 1 missing, cup in yard, bowl in yard,"
            + " spoon: 1 of 3, 0 × person",
        this::announced);
  }

  @Test
  void anIntruderThatTheAnswerLeavesOutIsDrawnToo() {
    gateway.willAnswer(Answers.coffeeWithAnIntruderLeftOut());
    open("#forbid=person@0.01/yard,person@0.01&zone=yard:0.6,0,1,0,1,0.4");
    page.look(Answers.COFFEE);

    assertThat(page.textOf("assessment"))
        .isEqualTo("Alert: 1 intruder\nperson 0.03 in yard\nperson 0.03");
    assertThat(texts(".box-label.is-intruder:not(.is-out) text"))
        .as("one box, however many rules forbid it")
        .containsExactly("! person 0.03");
    assertBox(page.boxes().get(2), Answers.LEFT_OUT);
    assertThat(page.rows()).as("the table has the answer's detections").hasSize(2);

    clickAt(0.8, 0.2);
    assertThat(page.lit()).as("it can be chosen").containsExactly("! person 0.03");
    page.slide(Keys.END);
    assertThat(texts(".box-label:not(.is-out) text"))
        .as("the slider does not hide it")
        .containsExactly("! person 0.03");
  }

  @Test
  void anAddressBringsItsRules() {
    gateway.willAnswer(Answers.coffeeThatAlerts());

    open(RULES);
    page.look(Answers.COFFEE);

    assertThat(gateway.calls().get(0).query())
        .containsEntry("forbid", "cup@0.4/yard,person@0.5")
        .containsEntry("expect", "spoon:3@0.5")
        .containsEntry("zone", "yard:0.1,0.2,0.9,0.2,0.5,0.9");
    assertThat(texts("#rule-list .rule-words > span:first-child"))
        .containsExactly("No cup in yard", "No person", "At least 3 spoon");
    assertThat(page.byId("assessment").isDisplayed()).isTrue();
  }

  @Test
  void anAddressSaysWhatItCannotBring() {
    open(
        "#forbid=unicorn,cup@2,cup/nowhere,cup:2,cup&count=,cow"
            + "&zone=line:0,0,0.5,0.5,1,1&zone=out:0,0,2,0,1,1&threshold=high");

    assertThat(texts("#rule-list .rule-words > span:first-child"))
        .containsExactly("No cup", "Count cow");
    assertThat(page.textOf("rule-message"))
        .contains("line:0,0", "out:0,0", "unicorn", "cup@2", "cup/nowhere", "cup:2");
    assertThat(page.byId("threshold").getDomProperty("value")).isEqualTo("0.5");
  }

  @Test
  void theAddressFollowsTheRulesAndTheSliderThatTheyGoBy() {
    gateway.willAnswer(Answers.coffee(), Answers.coffeeAsItShouldBe(), Answers.coffee());
    page.look(Answers.COFFEE);

    addRule("expect", "cow");
    page.awaitText("As the rules want it", () -> page.textOf("assessment"));
    assertThat(browser.driver().getCurrentUrl())
        .isEqualTo(gateway.url() + "#threshold=0.5&expect=cow");
    page.slide(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    page.await(() -> gateway.calls().size() == 3);

    assertThat(gateway.calls().get(1).query()).containsEntry("expect", "cow@0.5");
    assertThat(gateway.calls().get(2).query()).containsEntry("expect", "cow@0.52");
    page.await(() -> !page.byId("assessment").isDisplayed());
    String address = browser.driver().getCurrentUrl();
    assertThat(address).endsWith("#threshold=0.52&expect=cow");
    assertThat(active().getDomAttribute("id"))
        .as("the slider keeps the focus")
        .isEqualTo("threshold");
    browser.driver().get("about:blank");
    browser.driver().get(address);
    page.await(() -> !texts("#rule-list li").isEmpty());
    assertThat(page.byId("threshold").getDomProperty("value")).isEqualTo("0.52");
  }

  @Test
  void anObjectThatTheModelDoesNotKnowIsRefusedOnThePage() {
    gateway.willAnswer(Answers.coffee());
    page.look(Answers.COFFEE);

    addRule("forbid", "unicorn");

    assertThat(page.textOf("rule-message")).contains("The model does not know this object");
    assertThat(active().getDomAttribute("id")).isEqualTo("rule-label");
    assertThat(texts("#rule-list li")).isEmpty();
    assertThat(gateway.calls()).hasSize(1);
  }
}
