package dev.retinagate.modeltools.layers;

import dev.retinagate.modeltools.layers.ChannelViews.Channel;
import dev.retinagate.modeltools.layers.ChannelViews.Group;
import dev.retinagate.modeltools.layers.LayerGraph.Layer;
import dev.retinagate.modeltools.layers.Op.Activation;
import dev.retinagate.modeltools.layers.Op.Convolution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes {@link Op.Selection} away: channel shuffles, splits and slices, which the engine computes
 * only in fp32 and in another layout. A convolution's filters are computed as several convolutions,
 * one for each set of readers, and a convolution that reads them has its weights in the order in
 * which the channels come. The sums are the same up to the order of their terms.
 */
public final class ChannelRouting {

  /** Weights of channels that come along unread; few in a network of a known family. */
  private static final long MAX_UNREAD = 1 << 24;

  /** Filters that the engine computes at a time: 32-bit sums of a 512-bit register. */
  private static final int SMALL = 16;

  private final LayerGraph graph;
  private final ChannelViews views;
  private final LayerGraph.Builder routed = new LayerGraph.Builder();

  /** What has been computed of each layer: tensors that hold some of its channels each. */
  private final Map<Integer, List<Piece>> pieces = new HashMap<>();

  private final Map<List<Integer>, Piece> concatenations = new HashMap<>();
  private int rearrangements;
  private long unread;

  /**
   * A tensor of the new graph.
   *
   * @param layer its index there
   * @param channels what its channels are in the old graph
   */
  private record Piece(int layer, List<Channel> channels) {}

  private ChannelRouting(LayerGraph graph) {
    this.graph = graph;
    this.views = new ChannelViews(graph);
  }

  /**
   * The same network without such layers.
   *
   * @param graph in which each layer is read, or an output
   * @throws IllegalArgumentException if the network has more channels than any known one
   */
  public static LayerGraph apply(LayerGraph graph) {
    return new ChannelRouting(graph).apply();
  }

  private LayerGraph apply() {
    for (int i = 0; i < graph.layers().size(); i++) {
      if (!ChannelViews.isView(graph.layers().get(i))) {
        pieces.put(i, compute(i, graph.layers().get(i)));
      }
    }
    return routed.build(graph.outputs().stream().map(output -> ordered(output).layer()).toList());
  }

  private List<Piece> compute(int index, Layer layer) {
    Op op = layer.op();
    if (op instanceof Op.Input) {
      return List.of(
          new Piece(routed.add(layer.name(), op, List.of()), Arrays.asList(views.of(index))));
    }
    if (op instanceof Convolution convolution && convolution.groups() == 1) {
      return dense(index, layer, convolution);
    }
    if (op instanceof Convolution convolution && !isDepthwise(convolution)) {
      return List.of(applied(index, layer, List.of(ordered(layer.inputs().get(0)))));
    }
    if (op instanceof Op.Sum) {
      return List.of(sum(index, layer));
    }
    if (op instanceof Activation) {
      int read = layer.inputs().get(0);
      if (graph.layers().get(read).op() instanceof Convolution
          && views.isReadOnceWhole(read, index)) {
        return activations(index, layer, pieces.get(read));
      }
    }
    return List.of(applied(index, layer, List.of(exact(layer.inputs().get(0)))));
  }

  private static boolean isDepthwise(Convolution convolution) {
    return convolution.groups() == convolution.filters()
        && convolution.weight().shape().get(1) == 1;
  }

  /** One convolution for each group of filters that are read together. */
  private List<Piece> dense(int index, Layer layer, Convolution convolution) {
    Piece in = reading(layer.inputs().get(0));
    Map<Channel, List<Integer>> columns = new HashMap<>();
    Channel[] view = views.of(layer.inputs().get(0));
    for (int column = 0; column < view.length; column++) {
      columns.computeIfAbsent(view[column], c -> new ArrayList<>()).add(column);
    }
    long kernel = convolution.weight().elements() / view.length;
    unread += kernel * Math.max(0, in.channels().size() - view.length);
    if (unread > MAX_UNREAD) {
      throw new IllegalArgumentException(
          layer.name() + ": too many channels are computed and not read");
    }
    Convolution reordered =
        Filters.reading(
            convolution,
            in.channels().stream().map(c -> columns.getOrDefault(c, List.of())).toList());
    List<List<Integer>> groups = groups(readAs(index));
    List<Piece> made = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      List<Integer> filters = groups.get(group);
      String name = groups.size() == 1 ? layer.name() : layer.name() + "_part" + group;
      made.add(
          new Piece(
              routed.add(name, Filters.chosen(reordered, filters), in.layer()),
              channels(index, filters)));
    }
    return made;
  }

  /**
   * The channels that are computed together. A few channels cost as much as sixteen; all smaller
   * groups that only dense convolutions read become one, and their readers skip what is not theirs.
   */
  private List<List<Integer>> groups(int layer) {
    List<List<Integer>> groups = new ArrayList<>();
    List<Integer> small = new ArrayList<>();
    for (Group group : views.byReader(layer)) {
      if (group.channels().size() < SMALL && group.readers().stream().allMatch(this::canSkip)) {
        small.addAll(group.channels());
      } else {
        groups.add(group.channels());
      }
    }
    if (!small.isEmpty()) {
      groups.add(small.stream().sorted().toList());
    }
    return groups;
  }

  private boolean canSkip(int reader) {
    return reader < graph.layers().size()
        && graph.layers().get(reader).op() instanceof Convolution convolution
        && convolution.groups() == 1;
  }

  /** The layer whose readers matter: an activation that alone reads the convolution, or itself. */
  private int readAs(int convolution) {
    for (int i = convolution + 1; i < graph.layers().size(); i++) {
      Layer reader = graph.layers().get(i);
      if (reader.op() instanceof Activation && reader.inputs().get(0) == convolution) {
        return views.isReadOnceWhole(convolution, i) ? i : convolution;
      }
    }
    return convolution;
  }

  private List<Piece> activations(int index, Layer layer, List<Piece> convolutions) {
    List<Piece> made = new ArrayList<>();
    for (Piece convolution : convolutions) {
      String name = convolutions.size() == 1 ? layer.name() : layer.name() + "_part" + made.size();
      made.add(
          new Piece(
              routed.add(name, layer.op(), convolution.layer()),
              convolution.channels().stream()
                  .map(channel -> new Channel(index, channel.number()))
                  .toList()));
    }
    return made;
  }

  private Piece sum(int index, Layer layer) {
    int one = layer.inputs().get(0);
    int other = layer.inputs().get(1);
    Piece first = exact(one);
    Piece second = exact(other);
    if (!places(first, one).equals(places(second, other))) {
      return applied(index, layer, List.of(ordered(one), ordered(other)));
    }
    return applied(index, layer, List.of(first, second));
  }

  /** A layer that keeps the order of the channels that it reads. */
  private Piece applied(int index, Layer layer, List<Piece> inputs) {
    List<Integer> order = places(inputs.get(0), layer.inputs().get(0));
    Op op =
        layer.op() instanceof Convolution convolution && isDepthwise(convolution)
            ? Filters.chosen(convolution, order)
            : layer.op();
    boolean changes = layer.op() instanceof Convolution convolution && !isDepthwise(convolution);
    List<Integer> results = changes ? Filters.range(layer.extents().channels()) : order;
    return new Piece(
        routed.add(layer.name(), op, inputs.stream().map(Piece::layer).toList()),
        channels(index, results));
  }

  private static List<Channel> channels(int layer, List<Integer> numbers) {
    return numbers.stream().map(number -> new Channel(layer, number)).toList();
  }

  /** Where a tensor's channels are in what a layer reads. */
  private List<Integer> places(Piece piece, int read) {
    Map<Channel, Integer> places = new HashMap<>();
    Channel[] view = views.of(read);
    for (int place = 0; place < view.length; place++) {
      places.put(view[place], place);
    }
    return piece.channels().stream().map(places::get).toList();
  }

  /** A tensor that holds at least the channels that are read, in any order. */
  private Piece reading(int read) {
    Set<Channel> wanted = new LinkedHashSet<>(Arrays.asList(views.of(read)));
    Set<Integer> layers = new LinkedHashSet<>();
    wanted.forEach(channel -> layers.add(channel.layer()));
    List<Piece> found = new ArrayList<>();
    for (int layer : layers.stream().sorted().toList()) {
      for (Piece piece : pieces.get(layer)) {
        if (piece.channels().stream().anyMatch(wanted::contains)) {
          found.add(piece);
        }
      }
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    return concatenations.computeIfAbsent(
        found.stream().map(Piece::layer).toList(),
        inputs ->
            new Piece(
                routed.add("concat" + concatenations.size(), new Op.Concatenation(), inputs),
                found.stream().flatMap(piece -> piece.channels().stream()).toList()));
  }

  /** A tensor of exactly the channels that are read, each once, in any order. */
  private Piece exact(int read) {
    Piece piece = reading(read);
    List<Channel> wanted = Arrays.asList(views.of(read));
    boolean isExact =
        piece.channels().size() == wanted.size()
            && new HashSet<>(piece.channels()).equals(new HashSet<>(wanted));
    return isExact ? piece : ordered(read);
  }

  /** A tensor of the channels that are read, in their order. */
  private Piece ordered(int read) {
    Piece piece = reading(read);
    List<Channel> wanted = Arrays.asList(views.of(read));
    if (piece.channels().equals(wanted)) {
      return piece;
    }
    Op selection =
        Filters.selecting(
            piece.channels().size(), wanted.stream().map(piece.channels()::indexOf).toList());
    return new Piece(routed.add("order" + rearrangements++, selection, piece.layer()), wanted);
  }
}
