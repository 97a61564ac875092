/**
 * Failures and their answers: each {@code Failure} has its {@code ProblemType}, each protocol its
 * {@code ErrorForm}. What happens to a body that was not read is decided here ({@code
 * LingeringClose}), and when a refusal is answered ({@code RefusalPacer}).
 *
 * <p>May use {@code reply}, {@code connection}, {@code telemetry}, the reasons of {@code detection}
 * and {@code admission}'s refusal budget; of Netty its exceptions only. The story starts at {@link
 * dev.retinagate.http.problem.FailureHandler}.
 */
package dev.retinagate.http.problem;
