/**
 * Imports ONNX files of the families NanoDet-Plus and YOLOX: {@link
 * dev.retinagate.modeltools.onnx.OnnxReader} reads the file, {@link
 * dev.retinagate.modeltools.onnx.OnnxConverter} turns its operators into layers, {@link
 * dev.retinagate.modeltools.onnx.OnnxFamily} knows the families by what their outputs are made of,
 * and {@link dev.retinagate.modeltools.onnx.OnnxImport}, where the story starts, writes the model's
 * folder.
 *
 * <p>May use {@code modeltools}, {@code modeltools.layers}, {@code model}, {@code graph} and
 * protobuf's coded stream.
 */
package dev.retinagate.modeltools.onnx;
