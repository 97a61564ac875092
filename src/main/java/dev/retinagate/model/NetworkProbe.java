package dev.retinagate.model;

/** A model's network without what comes after it, for tools that measure or rewrite networks. */
public interface NetworkProbe {

  /** The network that a picture runs through, by the size of the upright picture in pixels. */
  NetworkGraph graphFor(int width, int height);
}
