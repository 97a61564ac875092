/**
 * Amazon Rekognition's {@code DetectLabels}, as its SDKs speak it (AWS JSON 1.1 on {@code POST /}):
 * a customer of Amazon's changes one endpoint URL. Labels have Amazon's names, parents, aliases and
 * categories.
 *
 * <p>May use {@code intake} and what that uses, and Jackson; never another protocol. The story
 * starts at {@link dev.retinagate.http.rekognition.RekognitionProtocol}.
 */
package dev.retinagate.http.rekognition;
