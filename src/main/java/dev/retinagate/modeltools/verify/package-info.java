/**
 * What a precision loses against fp32, for the {@code model verify} command: the whole detector in
 * both, on the same pictures, and the result in the model's {@code model.yaml}, where {@code
 * precision: auto} looks for it.
 *
 * <p>May use {@code model}, {@code detection} and {@code modeltools.evaluate}. The story starts at
 * {@link dev.retinagate.modeltools.verify.Verification}.
 */
package dev.retinagate.modeltools.verify;
