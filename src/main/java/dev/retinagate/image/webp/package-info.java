/**
 * What decoding a lossless WebP costs that its size does not tell: a file of 200 KB may define
 * 65,536 groups of prefix codes, for which the decoder builds tables of hundreds of megabytes.
 *
 * <p>May use the JDK. Starts at {@link dev.retinagate.image.webp.CodeGroups}, which reads what
 * comes before the pixels. Source: RFC 9649, section 3.
 */
package dev.retinagate.image.webp;
