package dev.retinagate.modeltools.layers;

import static java.util.stream.Collectors.toSet;

import dev.retinagate.modeltools.layers.LayerGraph.Layer;
import dev.retinagate.modeltools.layers.Op.Concatenation;
import dev.retinagate.modeltools.layers.Op.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where each channel of each tensor comes from: {@link Selection} and {@link Concatenation} compute
 * nothing, so each of their channels is one of a layer that does; and who reads which channels of
 * such a layer.
 */
final class ChannelViews {

  /** Channels made and read; a small file could ask for many, and no network comes near it. */
  private static final long MAX_TOTAL = 1 << 22;

  private final List<Channel[]> views = new ArrayList<>();

  /** Readers by layer and channel, as a text that is equal for equal readers. */
  private final List<StringBuilder[]> readers = new ArrayList<>();

  private final int[] readerCounts;
  private final LayerGraph graph;
  private long total;

  /** One channel of a layer that computes something. */
  record Channel(int layer, int number) {}

  ChannelViews(LayerGraph graph) {
    this.graph = graph;
    readerCounts = new int[graph.layers().size()];
    for (int i = 0; i < graph.layers().size(); i++) {
      Layer layer = graph.layers().get(i);
      count(layer.extents().channels(), layer);
      views.add(view(i, layer));
      readers.add(isView(layer) ? new StringBuilder[0] : empty(layer.extents().channels()));
      if (!isView(layer)) {
        for (int input : layer.inputs()) {
          count(views.get(input).length, layer);
          read(input, i);
        }
      }
    }
    for (int output : graph.outputs()) {
      read(output, graph.layers().size());
    }
  }

  private void count(int channels, Layer layer) {
    total += channels;
    if (total > MAX_TOTAL) {
      throw new IllegalArgumentException(
          layer.name() + ": the network has more channels than any known one");
    }
  }

  private Channel[] view(int index, Layer layer) {
    if (layer.op() instanceof Selection selection) {
      Channel[] source = views.get(layer.inputs().get(0));
      return selection.channels().stream().map(c -> source[c]).toArray(Channel[]::new);
    }
    if (layer.op() instanceof Concatenation) {
      return layer.inputs().stream()
          .flatMap(input -> Arrays.stream(views.get(input)))
          .toArray(Channel[]::new);
    }
    Channel[] own = new Channel[layer.extents().channels()];
    Arrays.setAll(own, number -> new Channel(index, number));
    return own;
  }

  private static StringBuilder[] empty(int channels) {
    StringBuilder[] none = new StringBuilder[channels];
    Arrays.setAll(none, i -> new StringBuilder(0));
    return none;
  }

  private void read(int input, int reader) {
    int last = -1;
    for (Channel channel : views.get(input)) {
      readers.get(channel.layer())[channel.number()].append(reader).append(' ');
      if (channel.layer() != last) {
        last = channel.layer();
        readerCounts[last]++;
      }
    }
  }

  /** Whether a layer computes nothing. */
  static boolean isView(Layer layer) {
    return layer.op() instanceof Selection || layer.op() instanceof Concatenation;
  }

  /** The channels of a tensor. */
  Channel[] of(int layer) {
    return views.get(layer);
  }

  /** Whether a layer is read as a whole, in its own order, and that by one layer alone. */
  boolean isReadOnceWhole(int layer, int reader) {
    return readerCounts[layer] == 1
        && Arrays.equals(views.get(layer), views.get(graph.layers().get(reader).inputs().get(0)));
  }

  /**
   * Channels of a layer.
   *
   * @param channels by number, rising
   * @param readers of each of them: layers, and the number of layers for an output
   */
  record Group(List<Integer> channels, Set<Integer> readers) {}

  /**
   * The channels of a layer, those with the same readers together, in the order of each group's
   * first channel. Channels that nobody reads are in none.
   */
  List<Group> byReader(int layer) {
    Map<String, Group> groups = new HashMap<>();
    StringBuilder[] channels = readers.get(layer);
    for (int number = 0; number < channels.length; number++) {
      String text = channels[number].toString();
      if (!text.isEmpty()) {
        groups
            .computeIfAbsent(text, key -> new Group(new ArrayList<>(), numbers(key)))
            .channels()
            .add(number);
      }
    }
    return groups.values().stream()
        .sorted(Comparator.comparing(group -> group.channels().get(0)))
        .toList();
  }

  private static Set<Integer> numbers(String text) {
    return Stream.of(text.strip().split(" ", -1)).map(Integer::valueOf).collect(toSet());
  }
}
