package dev.retinagate.image.jpeg;

/**
 * A colour component of a frame.
 *
 * @param id its identifier, 0..255
 * @param horizontal samples beside each other in an MCU, in blocks, 1..4
 * @param vertical samples above each other in an MCU, in blocks, 1..4
 * @param quantisation slot of its quantisation table, 0..3
 */
record Component(int id, int horizontal, int vertical, int quantisation) {}
