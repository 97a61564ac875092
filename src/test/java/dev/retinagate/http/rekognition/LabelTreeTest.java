package dev.retinagate.http.rekognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.http.rekognition.LabelTree.Label;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelTreeTest {

  /** Of Amazon's developer guide, "Detecting objects and concepts": those that the file may use. */
  private static final Set<String> CATEGORIES =
      Set.of(
          "Animals and Pets",
          "Apparel and Accessories",
          "Beauty and Personal Care",
          "Everyday Objects",
          "Food and Beverage",
          "Furniture and Furnishings",
          "Home Appliances",
          "Home and Indoors",
          "Kitchen and Dining",
          "Person Description",
          "Plants and Flowers",
          "Public Safety",
          "Sports",
          "Symbols and Flags",
          "Technology and Computing",
          "Text and Documents",
          "Tools and Machinery",
          "Toys and Gaming",
          "Transport and Logistics",
          "Travel and Adventure",
          "Vehicles and Automotive");

  private final LabelTree tree = LabelTree.load();

  @Test
  void knowsEveryLabelOfCocoAndNoOther() throws IOException {
    try (InputStream coco = LabelTree.class.getResourceAsStream("/labels/coco.txt")) {
      assertThat(tree.classes().keySet())
          .containsExactlyInAnyOrderElementsOf(
              new String(coco.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  @Test
  void hasParentsAndCategoriesOfAKnownCar() {
    assertThat(tree.ofModel("car"))
        .isEqualTo(
            new Label(
                "Car",
                List.of("Transportation", "Vehicle"),
                List.of("Automobile"),
                List.of("Vehicles and Automotive")));
  }

  @Test
  void knowsEveryParentAndTheParentsOfThat() {
    for (Label label : tree.all()) {
      for (Label parent : tree.parents(label)) {
        assertThat(parent).as("a parent of %s", label).isNotNull();
        assertThat(label.parents()).as("%s", label).containsAll(parent.parents());
      }
      assertThat(label.parents()).doesNotContain(label.name()).isSorted();
      assertThat(label.categories()).hasSize(1);
      assertThat(CATEGORIES).containsAll(label.categories());
    }
  }

  /** Else a label would have instances, and the confidence of another one. */
  @Test
  void hasNoClassThatIsTheParentOfAnother() {
    List<String> classes = tree.classes().values().stream().map(Label::name).toList();

    assertThat(tree.all())
        .allSatisfy(label -> assertThat(label.parents()).doesNotContainAnyElementsOf(classes));
  }

  @Test
  void leavesTheLabelOfAnotherModelAsItIs() {
    assertThat(tree.ofModel("Ear tag"))
        .isEqualTo(new Label("Ear tag", List.of(), List.of(), List.of()));
  }
}
