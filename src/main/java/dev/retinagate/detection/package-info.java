/**
 * What a detector answers, free of how it is served or computed: {@link
 * dev.retinagate.detection.Detector} turns an encoded picture and a {@link
 * dev.retinagate.detection.DetectionQuery} into {@link dev.retinagate.detection.Detections}.
 *
 * <p>May use the JDK only. The story starts at {@link dev.retinagate.detection.Detector}.
 */
package dev.retinagate.detection;
