package dev.retinagate.graph;

/** Names of the engine's operators that more than one class asks for. */
public final class Operators {

  public static final String CONVOLUTION = "Convolution";
  public static final String ACTIVATION = "Activation";
  public static final String LEAKY_ACTIVATION = "LeakyReLU";
  public static final String POOLING = "Pooling";
  public static final String PADDING = "Pad";
  public static final String CONCATENATION = "Concat";
  public static final String SUM = "elemwise_add";
  public static final String PRODUCT = "elemwise_mul";

  /** Repeats each value; the ranges of its input hold for its output. */
  public static final String REPETITION = "UpSampling";

  /** Names the extents of its output, unlike all the others. */
  public static final String BILINEAR_RESIZE = "_contrib_BilinearResize2D";

  public static final String SLICE = "slice_axis";
  public static final String SLICE_LIKE = "slice_like";
  public static final String SIGMOID = "sigmoid";

  private Operators() {}
}
