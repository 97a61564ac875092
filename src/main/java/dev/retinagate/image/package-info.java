/**
 * Encoded pictures to pixels and back: {@link dev.retinagate.image.PictureHeader} tells format,
 * size and orientation and applies the limits before anything is decoded, {@link
 * dev.retinagate.image.PictureDecoder} decodes, {@link dev.retinagate.image.InputTensor} fills a
 * network's input, {@link dev.retinagate.image.PictureAnnotator} draws what was found.
 *
 * <p>Each format is read by its {@code EncodedPicture}, and the decoder gets a copy of what was
 * understood: it cannot see another picture in the bytes than was checked.
 *
 * <p>May use OpenCV, {@code detection} and {@code os}. OpenCV was chosen over ImageIO because it
 * decodes all four formats natively, scales JPEGs down while decoding them, resizes with SIMD, and
 * writes straight into the engine's memory; the price is 40 MB of native code in the jar.
 */
package dev.retinagate.image;
