/**
 * Netty's buffers as the product uses them: pieces of its pool for uploads, a picture in one piece
 * for a decoder, views of Vert.x's buffers, and the bound on direct memory.
 *
 * <p>May use Netty and Vert.x core, their internals included. The story starts at {@link
 * dev.retinagate.memory.PieceBuffer}.
 */
package dev.retinagate.memory;
