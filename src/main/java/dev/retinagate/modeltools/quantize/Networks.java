package dev.retinagate.modeltools.quantize;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** Pictures by the network that they run through: a session holds one network. */
final class Networks {

  private Networks() {}

  /** Pictures of the same network together, in the order of the first of each. */
  static Collection<List<CalibrationPicture>> together(List<CalibrationPicture> pictures) {
    return pictures.stream()
        .collect(
            Collectors.groupingBy(
                picture -> picture.graph().symbol(), LinkedHashMap::new, Collectors.toList()))
        .values();
  }
}
