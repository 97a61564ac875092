/**
 * Imports TensorFlow.js graph models. {@link dev.retinagate.modeltools.tfjs.TfjsGraph} reads the
 * files, {@link dev.retinagate.modeltools.tfjs.TfjsConverter} turns operators into MXNet's, and
 * {@link dev.retinagate.modeltools.tfjs.NanoDetImport}, where the story starts, knows the one
 * family that is imported this way.
 */
package dev.retinagate.modeltools.tfjs;
