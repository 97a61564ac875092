/**
 * The product's own protocol, {@code POST /detect}: what its query asks for, and its answers in
 * JSON or as an annotated picture.
 *
 * <p>May use {@code intake} and what that uses; never another protocol. The story starts at {@link
 * dev.retinagate.http.detect.DetectionHandler}.
 */
package dev.retinagate.http.detect;
