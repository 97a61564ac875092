package dev.retinagate.abuse;

import dev.retinagate.support.Wire;
import java.util.List;
import java.util.stream.Stream;

/** Everything that is done to a node. */
public final class Abuse {

  private Abuse() {}

  /** All kinds of attacks on a node that is reached so. */
  public static List<Kind> kinds(Wire wire) {
    return Stream.of(
            RequestAttacks.kinds(),
            FramingAttacks.kinds(),
            BodyAttacks.kinds(),
            FormAttacks.kinds(),
            PictureAttacks.kinds(),
            Http2Attacks.kinds(),
            wire == Wire.TLS ? TlsAttacks.kinds() : List.<Kind>of())
        .flatMap(List::stream)
        .toList();
  }
}
