package dev.retinagate.http.rekognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.StageTimes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelsJsonTest {

  private static final LabelsWish ALL = new LabelsWish(0, 1_000, LabelFilters.NONE);

  private static final Detections FARM =
      new Detections(
          200,
          100,
          List.of(
              new Detection(19, "cow", 0.75f, new Box(20, 10, 100, 50)),
              new Detection(0, "person", 0.5f, new Box(100, 50, -50, -25)),
              new Detection(19, "cow", 0.25f, new Box(0, 0, 200, 100)),
              new Detection(99, "ear tag", 0.25f, new Box(0, 0, 1, 1))),
          new StageTimes(1, 1, 1, 1));

  @Test
  void givesALabelItsInstancesInSharesOfThePicture() {
    JsonObject cow = labels(ALL).getJsonObject(0);

    assertThat(cow.getString("Name")).isEqualTo("Cow");
    assertThat(cow.getFloat("Confidence")).isEqualTo(75);
    assertThat(cow.getJsonArray("Instances"))
        .isEqualTo(
            new JsonArray()
                .add(instance(0.5f, 0.5f, 0.1f, 0.1f, 75))
                .add(instance(1, 1, 0, 0, 25)));
    assertThat(names(cow.getJsonArray("Parents")))
        .containsExactly("Animal", "Cattle", "Livestock", "Mammal");
    assertThat(names(cow.getJsonArray("Categories"))).containsExactly("Animals and Pets");
    assertThat(cow.getJsonArray("Aliases")).isEmpty();
  }

  @Test
  void ordersTheCornersOfABox() {
    JsonObject person = labels(ALL).getJsonObject(5);

    assertThat(person.getString("Name")).isEqualTo("Person");
    assertThat(person.getJsonArray("Instances"))
        .isEqualTo(new JsonArray().add(instance(0.25f, 0.25f, 0.25f, 0.25f, 50)));
    assertThat(names(person.getJsonArray("Aliases"))).containsExactly("Human");
  }

  @Test
  void answersEachParentOnceAsSureAsItsSurestKindAndWithoutInstances() {
    assertThat(names(labels(ALL)))
        .containsExactly("Cow", "Animal", "Cattle", "Livestock", "Mammal", "Person", "ear tag");
    JsonObject cattle = labels(ALL).getJsonObject(2);
    assertThat(cattle.getFloat("Confidence")).isEqualTo(75);
    assertThat(cattle.getJsonArray("Instances")).isEmpty();
    assertThat(names(cattle.getJsonArray("Parents")))
        .containsExactly("Animal", "Livestock", "Mammal");
  }

  @Test
  void keepsTheSurestLabelsAndOfEqualsTheOneWithInstances() {
    assertThat(names(labels(new LabelsWish(0, 1, LabelFilters.NONE)))).containsExactly("Cow");
    assertThat(labels(new LabelsWish(0, 6, LabelFilters.NONE))).hasSize(6);
    assertThat(labels(new LabelsWish(0, 0, LabelFilters.NONE))).isEmpty();
  }

  @Test
  void countsMaxLabelsBehindTheFilters() {
    LabelFilters noAnimals =
        new LabelFilters(Set.of(), Set.of(), Set.of(), Set.of("Animals and Pets"));

    assertThat(names(labels(new LabelsWish(0, 1, noAnimals)))).containsExactly("Person");
  }

  @Test
  void namesTheModel() {
    assertThat(
            LabelsJson.answer("farm", FARM, ALL, LabelTree.load()).getString("LabelModelVersion"))
        .isEqualTo("farm");
  }

  private static JsonArray labels(LabelsWish wish) {
    return LabelsJson.answer("farm", FARM, wish, LabelTree.load()).getJsonArray("Labels");
  }

  private static JsonObject instance(
      float width, float height, float left, float top, float confidence) {
    return new JsonObject()
        .put(
            "BoundingBox",
            new JsonObject()
                .put("Width", width)
                .put("Height", height)
                .put("Left", left)
                .put("Top", top))
        .put("Confidence", confidence);
  }

  private static List<String> names(JsonArray labels) {
    return labels.stream().map(label -> ((JsonObject) label).getString("Name")).toList();
  }
}
