/**
 * Failures, and how they are answered: one table from failure to status and kind, the lingering
 * close, the pace of refusals.
 *
 * <p>May use {@code reply}, {@code connection}, the reasons of {@code detection} and {@code
 * admission}'s refusal budget. The story starts at {@link
 * dev.retinagate.http.problem.FailureHandler}.
 */
package dev.retinagate.http.problem;
