package dev.retinagate.loadtest;

import java.nio.file.Path;
import java.util.List;

/** Makes the pictures that the repository lacks, for load clients other than Gatling. */
public final class MakePictures {

  private MakePictures() {}

  /** Takes the folder to put them into. */
  public static void main(String[] arguments) {
    Pictures pictures = new Pictures(Path.of(arguments[0]));
    List.of(
            pictures.detector(),
            pictures.camera(),
            pictures.large(),
            pictures.twelveMegapixels(),
            pictures.nearLimit())
        .forEach(
            picture -> System.out.println(picture.name() + ": " + picture.bytes().length + " B"));
  }
}
