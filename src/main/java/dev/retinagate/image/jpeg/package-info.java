/**
 * What the bytes of a JPEG say: its structure, what decoding it costs, and whether its data is
 * whole. Read as libjpeg reads it, without a transform and without pixels.
 *
 * <p>May use the JDK and {@code detection}. Starts at {@link
 * dev.retinagate.image.jpeg.JpegHeader#read}; {@link dev.retinagate.image.jpeg.JpegPicture} has the
 * scans behind it, {@link dev.retinagate.image.jpeg.JpegData} checks their data and writes the JPEG
 * that the decoder gets: only what was read and understood here.
 *
 * <p>Own code and not libjpeg's, since OpenCV hides the library: neither its warnings nor its limit
 * of scans can be reached. Sources: ITU-T T.81; libjpeg-turbo's jdmarker.c, jdhuff.c and jdphuff.c
 * for what is tolerated.
 */
package dev.retinagate.image.jpeg;
