/**
 * MXNet through DJL: the process's environment, set before the library loads ({@link
 * dev.retinagate.engine.MxnetEnvironment}), AMX among it; the graph passes of its oneDNN backend;
 * and {@link dev.retinagate.engine.Session}, one network with its parameters, whose input and
 * outputs are used in place.
 *
 * <p>The only package that imports DJL; only it and {@code os} import JNA. May use {@code graph},
 * {@code os}, and {@code config}'s words about files. The story starts at {@link
 * dev.retinagate.engine.Session}.
 */
package dev.retinagate.engine;
