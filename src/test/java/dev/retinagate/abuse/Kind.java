package dev.retinagate.abuse;

import java.util.Random;
import java.util.function.Function;

/**
 * A kind of abuse.
 *
 * @param name for the tally
 * @param times how often it is carried out
 * @param requests that one attack is, as the node sees it: streams, for HTTP/2
 * @param draw makes an attack
 */
public record Kind(String name, int times, int requests, Function<Random, Attack> draw) {

  /** A kind whose attacks are one request each. */
  static Kind of(String name, int times, Function<Random, Attack> draw) {
    return new Kind(name, times, 1, draw);
  }
}
