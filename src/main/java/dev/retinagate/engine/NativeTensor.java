package dev.retinagate.engine;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * An fp32 tensor in the engine's memory, read in place: copying a large output out costs more than
 * all that is done with it.
 *
 * @param shape extents, outermost first
 * @param values all elements in row-major order; valid only while the engine lends them
 */
public record NativeTensor(List<Integer> shape, FloatBuffer values) {}
