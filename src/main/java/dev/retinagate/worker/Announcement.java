package dev.retinagate.worker;

import java.util.BitSet;
import java.util.OptionalInt;

/**
 * A worker tells the dispatcher that it is idle.
 *
 * @param worker its number
 * @param lane the pictures that it takes
 * @param models that it has a detector of
 * @param replaced the worker whose place it takes, if it is new and takes one
 */
record Announcement(int worker, Lane lane, BitSet models, OptionalInt replaced) {}
