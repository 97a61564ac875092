/**
 * A network between a file's format and MXNet's: {@link
 * dev.retinagate.modeltools.layers.LayerGraph} is what each importer makes, {@link
 * dev.retinagate.modeltools.layers.ChannelRouting} and {@link
 * dev.retinagate.modeltools.layers.SpaceToDepthFolding} take away what would cost time and computes
 * nothing, and {@link dev.retinagate.modeltools.layers.SymbolWriter} makes MXNet's symbol and
 * parameters of the rest.
 *
 * <p>May use {@code graph} and the JDK. The story starts at {@link
 * dev.retinagate.modeltools.layers.LayerGraph}.
 */
package dev.retinagate.modeltools.layers;
