/**
 * Reads bodies as they come: one picture as it is, or a form of several (RFC 7578), into a {@link
 * dev.retinagate.http.form.BodySink}, in bounded memory. Pure: bytes in, calls out.
 *
 * <p>May use the JDK, and {@code reply} for quoting the caller's words. The story starts at {@link
 * dev.retinagate.http.form.BodyReader} and {@link dev.retinagate.http.form.MultipartReader}.
 */
package dev.retinagate.http.form;
