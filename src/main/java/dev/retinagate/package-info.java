/**
 * Retinagate, a reactive, non-blocking gateway for object detection.
 *
 * <p>{@code Retinagate} is the entry point and hands over to {@code cli}; {@code Gateway} deploys,
 * wires and drains the verticles. A picture's way through the packages: {@code http} takes the
 * upload once {@code admission} grants a permit, {@code worker} queues it and runs a {@code
 * detection.Detector} on a worker thread, whose families live in {@code model}.
 */
package dev.retinagate;
