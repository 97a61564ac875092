/**
 * Imports keras-retinanet's models from Keras' HDF5 files: {@link
 * dev.retinagate.modeltools.keras.KerasFile} reads layers and arrays, {@link
 * dev.retinagate.modeltools.keras.RetinaNetWeights} checks them and makes MXNet's parameters of
 * them, {@link dev.retinagate.modeltools.keras.KerasImport} writes the model's folder.
 *
 * <p>May use {@code modeltools}, {@code model}, {@code graph} and jhdf. The story starts at {@link
 * dev.retinagate.modeltools.keras.KerasImport}.
 */
package dev.retinagate.modeltools.keras;
