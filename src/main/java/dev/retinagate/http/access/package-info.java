/**
 * Who may send a request: AWS Signature Version 4, for protocols whose clients sign. Pure but for
 * the clock that is given.
 *
 * <p>May use {@code problem}, {@code config} and Vert.x; never a protocol. The story starts at
 * {@link dev.retinagate.http.access.SignatureVerifier}.
 */
package dev.retinagate.http.access;
