/**
 * The client of a node, on Vert.x Web Client: sends pictures and gets each of them answered once,
 * in order, while nodes are full, restart or are away.
 *
 * <p>May use Vert.x, {@code config} for the names of files, and {@code plot}. The story starts at
 * {@link dev.retinagate.client.RetinagateClient}. {@code client.upload} is what {@code retinagate
 * upload} does with it; {@code client.series} holds counts over time.
 */
package dev.retinagate.client;
