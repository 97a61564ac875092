package dev.retinagate.abuse;

import java.io.IOException;
import java.util.List;

/** One conversation with a node on a connection of its own. */
@FunctionalInterface
public interface Attack {

  /**
   * Has it.
   *
   * @return what came back, in words to be counted: statuses, error codes, or that nothing came
   * @throws AssertionError if the node has done what it must never do
   */
  List<String> carryOut(int port) throws IOException;
}
