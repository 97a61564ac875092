package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.keys.ApiKey;
import dev.retinagate.keys.KeyFile;
import dev.retinagate.support.TestNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page in front of a node that asks for API keys. */
class WebPageKeyIT {

  @RegisterExtension private static final Browser browser = new Browser();

  @TempDir private Path folder;

  @Test
  void asksForAKeyOnceTheNodeDoesAndKeepsItForTheTab() throws Exception {
    Path file = folder.resolve("keys");
    String key = new KeyFile(file).add("page", Optional.empty(), 1);
    try (TestNode node = new TestNode(Map.of("keys.file", file.toString()))) {
      Page page = new Page(browser.driver(), "http://127.0.0.1:" + node.gateway().port() + "/");
      page.open();
      page.await(() -> page.byId("key").isDisplayed());
      assertThat(page.byId("model").isDisplayed()).isFalse();

      enter(page, ApiKey.newText());
      page.choose(Answers.COFFEE);
      assertThat(page.awaitNotice()).startsWith("This server wants to know who you are");
      assertThat(page.byId("key").isDisplayed()).isTrue();

      enter(page, key);
      page.await(() -> page.byId("model").isDisplayed());
      page.noticeButton("Try again").click();
      page.awaitAnswer();
      assertThat(page.rows().get(0).getText()).contains("cat");
      assertThat(page.byId("key").isDisplayed()).isFalse();

      page.open();
      page.await(() -> page.byId("model").isDisplayed());
      assertThat(page.byId("key").isDisplayed()).isFalse();
      assertThat(page.run("return sessionStorage.length + ' ' + localStorage.length"))
          .isEqualTo("1 0");
    }
  }

  @Test
  void aNodeWithoutKeysIsAskedWithoutAField() throws Exception {
    try (TestNode node = new TestNode(Map.of())) {
      Page page = new Page(browser.driver(), "http://127.0.0.1:" + node.gateway().port() + "/");
      page.open();
      page.await(() -> page.byId("model").isDisplayed());

      assertThat(page.byId("key").isDisplayed()).isFalse();
    }
  }

  private static void enter(Page page, String key) {
    page.byId("key-field").sendKeys(key, Keys.ENTER);
    page.await(() -> page.run("return document.getElementById('key-field').value").equals(""));
  }
}
