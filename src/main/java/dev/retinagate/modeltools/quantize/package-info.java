/**
 * Makes a model run in 8-bit integers, for the {@code model quantize} command: measures the ranges
 * of its tensors over real pictures, decides by measurement how they are clipped and which layers
 * stay fp32, and writes the table that the engine needs for it into the model's folder.
 *
 * <p>May use {@code model}, {@code engine}, {@code graph}, {@code image}, {@code detection}, {@code
 * modeltools.evaluate} and {@code modeltools.verify}. The story starts at {@link
 * dev.retinagate.modeltools.quantize.Quantizer}.
 */
package dev.retinagate.modeltools.quantize;
