package dev.retinagate.abuse;

import dev.retinagate.support.Wire;
import java.io.IOException;
import java.util.List;

/** One conversation with a node on a connection of its own. */
@FunctionalInterface
public interface Attack {

  /**
   * Sends it.
   *
   * @param wire to the node
   * @param port of the node
   * @return the node's answers, in words to be counted: statuses, error codes, or that none came
   * @throws AssertionError if the node has done what it must never do
   */
  List<String> carryOut(Wire wire, int port) throws IOException;
}
