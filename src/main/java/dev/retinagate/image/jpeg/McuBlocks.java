package dev.retinagate.image.jpeg;

/** The blocks of an MCU (ITU-T T.81, A.2). */
final class McuBlocks {

  private McuBlocks() {}

  /** For each block of an MCU, in the order of the data, which part of the scan it belongs to. */
  static int[] owners(Frame frame, Scan scan) {
    if (scan.parts().size() == 1) {
      return new int[1];
    }
    int blocks = 0;
    for (Scan.Part part : scan.parts()) {
      blocks += perMcu(frame, part);
    }
    int[] owners = new int[blocks];
    int at = 0;
    for (int i = 0; i < scan.parts().size(); i++) {
      int end = at + perMcu(frame, scan.parts().get(i));
      java.util.Arrays.fill(owners, at, end, i);
      at = end;
    }
    return owners;
  }

  private static int perMcu(Frame frame, Scan.Part part) {
    Component component = frame.components().get(part.index());
    return component.horizontal() * component.vertical();
  }
}
