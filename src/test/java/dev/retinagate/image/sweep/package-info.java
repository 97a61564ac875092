/**
 * What a picture can cost at most: makes pictures of every format and feature, ordinary and hostile
 * ones, and measures time and memory of each against an ordinary baseline JPEG of 50 megapixels.
 * Starts at {@link dev.retinagate.image.sweep.PictureSweepIT}.
 */
package dev.retinagate.image.sweep;
