package dev.retinagate.abuse;

import java.util.List;
import java.util.stream.Stream;

/** Everything that is done to a node. */
public final class Abuse {

  private Abuse() {}

  /** All kinds there are. */
  public static List<Kind> kinds() {
    return Stream.of(
            RequestAttacks.kinds(),
            FramingAttacks.kinds(),
            BodyAttacks.kinds(),
            Http2Attacks.kinds())
        .flatMap(List::stream)
        .toList();
  }
}
