package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a person waits for before the page shows anything, and what comes after that. */
class WebPageFirstPaintIT extends PageScenario {

  private static final long MAX_BYTES = 100_000;

  @Test
  void needsLittleForTheFirstPaint() {
    Map<String, Object> before = fetched("entry.startTime <= paint");

    assertThat(((Number) before.get("bytes")).longValue())
        .as("bytes of %s", before.get("names"))
        .isBetween(20_000L, MAX_BYTES);
  }

  @Test
  void loadsTheRestAfterItWithoutBeingAsked() {
    Map<String, Object> after = fetched("entry.startTime > paint");

    assertThat(after.get("names").toString())
        .contains("session.js", "results.css", "rules.css", "gallery.css");
  }

  @Test
  void fetchesTheWholeSampleOnlyWhenItIsChosen() {
    gateway.willAnswer(Answers.coffee());
    assertThat(fetched("true").get("names").toString()).doesNotContain("samples/coffee.jpg");

    page.run("document.querySelector('[data-sample$=\"coffee.jpg\"]').click()");
    page.awaitAnswer();

    assertThat(gateway.calls().get(0).body().length()).isGreaterThan(50_000);
  }

  /**
   * Sum and names of what was fetched, of the entries of the browser's timeline for which a
   * condition holds.
   */
  @SuppressWarnings("unchecked") // The script answers such an object.
  private Map<String, Object> fetched(String condition) {
    return (Map<String, Object>)
        page.run(
            "const paint = performance.getEntriesByName('first-contentful-paint')[0].startTime;"
                + "const entries = ['navigation', 'resource'].flatMap(type => performance.getEntriesByType(type))"
                + ".filter(entry => "
                + condition
                + ");"
                + "return {bytes: entries.reduce((sum, entry) => sum + entry.encodedBodySize, 0),"
                + "names: entries.map(entry => entry.name)}");
  }
}
