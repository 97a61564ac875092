package dev.retinagate.engine;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * An fp32 tensor in the engine's memory, read in place: a copy of a large output would cost more
 * than all further work on it.
 *
 * @param shape extents, outermost first
 * @param values all elements in row-major order; valid only while the reader of {@link Session#run}
 *     runs
 */
public record NativeTensor(List<Integer> shape, FloatBuffer values) {}
