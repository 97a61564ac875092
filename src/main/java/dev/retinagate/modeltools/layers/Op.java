package dev.retinagate.modeltools.layers;

import dev.retinagate.graph.Tensor;
import java.util.List;
import java.util.Optional;

/** What a layer computes, without the layers that it reads. */
public sealed interface Op {

  /**
   * The extents of the result.
   *
   * @param inputs extents of the tensors that it reads
   * @throws IllegalArgumentException if it cannot read such tensors
   */
  Extents output(List<Extents> inputs);

  /** The network's input. */
  record Input(Extents extents) implements Op {
    @Override
    public Extents output(List<Extents> inputs) {
      return extents;
    }
  }

  /**
   * A convolution.
   *
   * @param weight (filters, channels / groups, height, width)
   * @param bias (filters), if there is one
   * @param groups of channels and filters that do not see each other; as many as channels for a
   *     depthwise convolution
   */
  record Convolution(Tensor weight, Optional<Tensor> bias, Window window, int groups)
      implements Op {

    /** Checks that the parameters fit each other. */
    public Convolution {
      List<Integer> shape = weight.shape();
      require(
          shape.size() == 4
              && shape.get(2) == window.kernel().height()
              && shape.get(3) == window.kernel().width(),
          "a kernel of the shape " + shape + " does not fit the window " + window.kernel());
      require(
          groups >= 1 && shape.get(0) % groups == 0,
          shape.get(0) + " filters are not divisible by " + groups + " groups");
      require(
          bias.isEmpty() || bias.get().shape().equals(List.of(shape.get(0))),
          "expected " + shape.get(0) + " biases, found " + bias.map(Tensor::shape).orElse(null));
    }

    /** Number of output channels. */
    public int filters() {
      return weight.shape().get(0);
    }

    @Override
    public Extents output(List<Extents> inputs) {
      int expected = weight.shape().get(1) * groups;
      require(
          inputs.get(0).channels() == expected,
          "the kernel "
              + weight.shape()
              + " reads "
              + expected
              + " channels, not "
              + inputs.get(0).channels());
      return window.over(inputs.get(0), filters());
    }
  }

  /**
   * A function of each value alone.
   *
   * @param slope of a leaky ReLU below zero; 0 for the others
   */
  record Activation(Function function, float slope) implements Op {

    /** The functions. */
    public enum Function {
      /** The value, times the slope where it is negative. */
      LEAKY_RELU,
      /** The value, 0 where it is negative. */
      RELU,
      /** {@code 1 / (1 + exp(-x))}. */
      SIGMOID,
      /** {@code x · sigmoid(x)}. */
      SILU
    }

    @Override
    public Extents output(List<Extents> inputs) {
      return inputs.get(0);
    }
  }

  /** The greatest value of a window; padding is lower than any value. */
  record MaxPooling(Window window) implements Op {
    @Override
    public Extents output(List<Extents> inputs) {
      return window.over(inputs.get(0), inputs.get(0).channels());
    }
  }

  /** The mean of each of the squares that a tensor is divided into. */
  record AveragePooling(Window.Pair square) implements Op {
    @Override
    public Extents output(List<Extents> inputs) {
      Extents in = inputs.get(0);
      return new Extents(in.channels(), in.height() / square.height(), in.width() / square.width());
    }
  }

  /** Another size, linear between the centres of cells, as {@code half_pixel} has it. */
  record SmoothResize(int height, int width) implements Op {
    @Override
    public Extents output(List<Extents> inputs) {
      return new Extents(inputs.get(0).channels(), height, width);
    }
  }

  /** Each cell repeated along both axes. */
  record Repetition(int factor) implements Op {

    private static final int MAX = 64;

    /** Refuses what no network has. */
    public Repetition {
      require(factor >= 1 && factor <= MAX, "cells cannot be repeated " + factor + " times");
    }

    @Override
    public Extents output(List<Extents> inputs) {
      Extents in = inputs.get(0);
      return new Extents(in.channels(), factor * in.height(), factor * in.width());
    }
  }

  /** The sum of two tensors of the same extents. */
  record Sum() implements Op {
    @Override
    public Extents output(List<Extents> inputs) {
      require(
          inputs.get(0).equals(inputs.get(1)),
          "expected equal shapes, found " + inputs.get(0) + " and " + inputs.get(1));
      return inputs.get(0);
    }
  }

  /** The channels of several tensors, one after the other. */
  record Concatenation() implements Op {
    @Override
    public Extents output(List<Extents> inputs) {
      Extents first = inputs.get(0);
      for (Extents input : inputs) {
        require(
            input.height() == first.height() && input.width() == first.width(),
            "expected equal heights and widths, found " + first + " and " + input);
      }
      return first.withChannels(inputs.stream().mapToInt(Extents::channels).sum());
    }
  }

  /**
   * Some channels of a tensor, or all in another order; {@link ChannelRouting} takes it away.
   *
   * @param channels of the input, by number
   */
  record Selection(List<Integer> channels) implements Op {

    /** Keeps an immutable copy. */
    public Selection {
      channels = List.copyOf(channels);
    }

    @Override
    public Extents output(List<Extents> inputs) {
      Extents in = inputs.get(0);
      require(
          channels.stream().allMatch(channel -> channel >= 0 && channel < in.channels()),
          "a channel is chosen that " + in + " lacks");
      return in.withChannels(channels.size());
    }
  }

  /**
   * Each square of 2 × 2 cells becomes one cell with four times as many channels; {@link
   * SpaceToDepthFolding} takes it away.
   *
   * @param corners which cell of the square each quarter of the channels comes from: line and
   *     column, 0 or 1
   */
  record SpaceToDepth(List<Window.Pair> corners) implements Op {

    /** Side of the square. */
    static final int SIDE = 2;

    /** Keeps an immutable copy. */
    public SpaceToDepth {
      corners = List.copyOf(corners);
      require(
          corners.size() == SIDE * SIDE && corners.stream().distinct().count() == corners.size(),
          "expected each corner of a square once, found " + corners);
    }

    @Override
    public Extents output(List<Extents> inputs) {
      Extents in = inputs.get(0);
      require(
          in.height() % SIDE == 0 && in.width() % SIDE == 0,
          in + " is not divisible into squares of 2 × 2 cells");
      return new Extents(corners.size() * in.channels(), in.height() / SIDE, in.width() / SIDE);
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
