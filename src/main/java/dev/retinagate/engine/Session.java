package dev.retinagate.engine;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.mxnet.engine.MxEngine;
import ai.djl.mxnet.engine.MxNDArray;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.mxnet.engine.MxSymbolBlock;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.translate.Batchifier;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import dev.retinagate.graph.Bf16Network;
import dev.retinagate.graph.Int8Plan;
import dev.retinagate.graph.NarrowConvolutions;
import dev.retinagate.graph.Symbol;
import dev.retinagate.graph.SymbolJson;
import dev.retinagate.graph.Tensor;
import dev.retinagate.graph.WidenedInput;
import dev.retinagate.os.CpuFeatures;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One network with its own parameters, behind one DJL {@link Predictor}. The caller writes the
 * input in place, runs, and reads the outputs in place.
 *
 * <p>Belongs to the thread that runs it first. MXNet gives the network that thread's temporary
 * space, which its convolutions write to without a lock: on another thread, it could overwrite what
 * a session of that thread computes.
 *
 * <p>The parameters are not shared between sessions, but for {@link #sibling}s: oneDNN reorders
 * weights inside the arrays on their first use.
 */
public final class Session implements AutoCloseable {

  /** The name of every network's input. */
  public static final String INPUT = "data";

  private static final int CHANNELS = 1;

  private final Model model;
  private final Loading loading;
  private final Map<String, NDArray> parameters;
  private final Predictor<Function<List<NativeTensor>, ?>, Object> predictor;
  private MxNDArray input;
  private Thread owner;

  private Session(Model model, Loading loading, Map<String, NDArray> parameters) {
    this.model = model;
    this.loading = loading;
    this.parameters = parameters;
    this.predictor = model.newPredictor(new InPlaceTranslator());
  }

  /**
   * Loads a network that computes in fp32.
   *
   * @param symbolJson the graph, with one input called {@link #INPUT}
   * @param parameters every other variable of the graph
   * @throws SessionException if the engine does not accept them
   */
  public static Session open(String symbolJson, Map<String, Tensor> parameters) {
    return open(symbolJson, Loading.fp32(SymbolPasses::fuse), parameters);
  }

  /**
   * Loads a network that computes its convolutions in bfloat16; its input and outputs are fp32.
   *
   * @param symbolJson the graph as for fp32, with one input called {@link #INPUT}
   * @param parameters every other variable of the graph, as for fp32
   * @throws SessionException if the engine does not accept them, as on a processor without bfloat16
   */
  public static Session openBf16(String symbolJson, Map<String, Tensor> parameters) {
    Bf16Network network = Bf16Network.of(SymbolJson.read(symbolJson));
    return open(
        SymbolJson.write(network.symbol()),
        new Loading(SymbolPasses::fuse, network.parameters(), 0),
        parameters);
  }

  /**
   * Loads a network that computes in 8-bit integers where the plan allows it. Slower than fp32 on a
   * processor without {@link CpuFeatures#fastInt8}.
   *
   * <p>For a convolution of the picture's three channels, oneDNN 2.4 has no AVX-512 or AMX kernel.
   * It takes its AVX2 kernel ({@code jit_uni_int8:avx2} in DNNL_VERBOSE), which halves the weights
   * lest its 16-bit sums saturate: that cost nanodet-g 0.009 of mAP. So the input gets a fourth
   * channel of zeros, and any other such convolution stays fp32.
   *
   * @param symbolJson the graph as for fp32, with one input called {@link #INPUT}
   * @param parameters every other variable of the graph, as for fp32
   * @throws SessionException if the engine does not accept them, or the plan lacks a tensor
   */
  public static Session open(String symbolJson, Map<String, Tensor> parameters, Int8Plan plan) {
    Symbol symbol = SymbolJson.read(symbolJson);
    WidenedInput widened = WidenedInput.of(symbol, INPUT, parameters, plan.excluded());
    Int8Plan safe = plan.excludingAlso(NarrowConvolutions.of(symbol, widened.parameters()));
    return open(
        symbolJson,
        new Loading(json -> SymbolPasses.quantize(json, safe), Set.of(), widened.added()),
        widened.parameters());
  }

  /**
   * Loads a network that computes in fp32 without fused operators, so that inner tensors can be
   * outputs: the engine cannot fuse every such network.
   *
   * @param symbolJson the graph, with one input called {@link #INPUT}
   * @param parameters every other variable of the graph
   * @throws SessionException if the engine does not accept them
   */
  public static Session openUnfused(String symbolJson, Map<String, Tensor> parameters) {
    return open(symbolJson, Loading.fp32(UnaryOperator.identity()), parameters);
  }

  private static Session open(String symbolJson, Loading loading, Map<String, Tensor> parameters) {
    return open(symbolJson, loading, (manager, name) -> loading.load(manager, name, parameters));
  }

  /**
   * Loads the same network for an input of another size, with the same parameters in memory.
   * Belongs to the thread of this session, and has to be closed before it.
   *
   * @param symbolJson the graph, whose parameters are those of this session's graph
   * @throws SessionException if the engine does not accept it
   */
  public Session sibling(String symbolJson) {
    return open(symbolJson, loading, (manager, name) -> parameters.get(name));
  }

  private static Session open(
      String symbolJson, Loading loading, BiFunction<MxNDManager, String, NDArray> arrays) {
    MxnetEnvironment.loadLibrary();
    Model model = Model.newInstance("session", MxEngine.ENGINE_NAME);
    try {
      MxNDManager manager = (MxNDManager) model.getNDManager();
      MxSymbolBlock block =
          new MxSymbolBlock(
              manager,
              ai.djl.mxnet.engine.Symbol.loadJson(manager, loading.passes().apply(symbolJson)));
      Map<String, NDArray> parameters = new HashMap<>();
      for (Parameter parameter : block.getAllParameters()) {
        String name = parameter.getName();
        if (!name.equals(INPUT)) {
          NDArray array = arrays.apply(manager, name);
          parameters.put(name, array);
          parameter.setArray(array);
        }
      }
      block.setInputNames(List.of(INPUT));
      model.setBlock(block);
      return new Session(model, loading, parameters);
    } catch (EngineException | IllegalArgumentException e) {
      model.close();
      throw new SessionException("the engine does not accept the network: " + e.getMessage(), e);
    }
  }

  /**
   * The input's memory, to be filled before {@link #run}. Keeps its content between runs of the
   * same shape.
   *
   * @param extents (batch, channels, height, width); the batch is 1
   */
  public FloatBuffer input(int... extents) {
    long[] wide = Arrays.stream(extents).asLongStream().toArray();
    wide[CHANNELS] += loading.zeroChannels();
    Shape wanted = new Shape(wide);
    if (input == null || !input.getShape().equals(wanted)) {
      if (input != null) {
        input.close();
      }
      input = (MxNDArray) model.getNDManager().zeros(wanted, DataType.FLOAT32);
      input.setName(INPUT);
    }
    return memory(input).slice(0, Arrays.stream(extents).reduce(1, Math::multiplyExact));
  }

  /**
   * Runs the network on the content of {@link #input}.
   *
   * @param reader reads the outputs, whose memory is valid until it returns
   * @return what the reader returned
   * @throws SessionException if the engine fails
   * @throws IllegalStateException if another thread has run the session
   */
  @SuppressWarnings("unchecked")
  public <T> T run(Function<List<NativeTensor>, T> reader) {
    requireOwner();
    try {
      return (T) predictor.predict(reader);
    } catch (TranslateException e) {
      throw new SessionException("the engine failed: " + e.getMessage(), e);
    }
  }

  private void requireOwner() {
    Thread caller = Thread.currentThread();
    if (owner == null) {
      owner = caller;
    } else if (owner != caller) {
      throw new IllegalStateException(
          "the session belongs to thread " + owner.getName() + ", not to " + caller.getName());
    }
  }

  /** Frees the parameters, the input and the network. */
  @Override
  public void close() {
    predictor.close();
    model.close();
  }

  private static FloatBuffer memory(MxNDArray array) {
    return data(array.getHandle())
        .getByteBuffer(0, array.getShape().size() * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** The address of the elements, brought into row-major order first if oneDNN reordered them. */
  private static Pointer data(Pointer array) {
    PointerByReference result = new PointerByReference();
    JnaUtils.checkCall(Mxnet.LIBRARY.MXNDArrayGetData(array, result));
    return result.getValue();
  }

  /** Lends the outputs to the reader and frees them when it returns. */
  private final class InPlaceTranslator
      implements NoBatchifyTranslator<Function<List<NativeTensor>, ?>, Object> {

    private static final String READER = "reader";

    @Override
    public NDList processInput(TranslatorContext context, Function<List<NativeTensor>, ?> reader) {
      context.setAttachment(READER, reader);
      return new NDList(input);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object processOutput(TranslatorContext context, NDList outputs) {
      var reader = (Function<List<NativeTensor>, ?>) context.getAttachment(READER);
      try (outputs) {
        List<NativeTensor> tensors = new ArrayList<>(outputs.size());
        for (NDArray output : outputs) {
          List<Integer> extents =
              Arrays.stream(output.getShape().getShape()).mapToObj(Math::toIntExact).toList();
          tensors.add(new NativeTensor(extents, memory((MxNDArray) output)));
        }
        return reader.apply(tensors);
      }
    }

    @Override
    public Batchifier getBatchifier() {
      return null;
    }
  }
}
