/**
 * The vocabulary of detection, without HTTP, Vert.x or an engine: {@link
 * dev.retinagate.detection.Detector} turns an encoded picture and a {@link
 * dev.retinagate.detection.DetectionQuery} into {@link dev.retinagate.detection.Detections}.
 *
 * <p>May use the JDK only. The story starts at {@link dev.retinagate.detection.Detector}.
 */
package dev.retinagate.detection;
