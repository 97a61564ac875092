/**
 * MXNet through DJL: the process's environment, set before the library loads ({@link
 * dev.retinagate.engine.MxnetEnvironment}); the graph passes of its oneDNN backend; and {@link
 * dev.retinagate.engine.Session}, one network with its parameters, whose input and outputs are used
 * in place.
 *
 * <p>The only room that imports DJL and JNA; it may use {@code graph}. The story starts at {@link
 * dev.retinagate.engine.Session}.
 */
package dev.retinagate.engine;
