/**
 * MXNet networks as plain data: a {@link dev.retinagate.graph.Symbol} (the graph) and its {@link
 * dev.retinagate.graph.Tensor}s (the parameters), with the file formats of both.
 *
 * <p>May use the JDK and a JSON library, and never the engine. The story starts at {@link
 * dev.retinagate.graph.SymbolBuilder}.
 */
package dev.retinagate.graph;
