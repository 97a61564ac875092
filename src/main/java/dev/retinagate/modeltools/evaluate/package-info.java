/**
 * How accurate a model is: COCO mean average precision of a detector on pictures whose objects are
 * known, for the {@code evaluate} command.
 *
 * <p>May use {@code detection}, Jackson and the JDK. The story starts at {@link
 * dev.retinagate.modeltools.evaluate.Evaluation}: it takes {@link
 * dev.retinagate.modeltools.evaluate.GroundTruth} (YOLO label files or a COCO annotation file) and
 * a detector, hands picture after picture to {@link
 * dev.retinagate.modeltools.evaluate.CocoEvaluator}, and answers an {@link
 * dev.retinagate.modeltools.evaluate.EvaluationReport}.
 *
 * <p>The measure is defined by pycocotools 2.0.11 ({@code cocoeval.py} for boxes, {@code bbIou} in
 * {@code maskApi.c}); a test holds every figure against it.
 */
package dev.retinagate.modeltools.evaluate;
