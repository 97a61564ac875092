/**
 * From an admitted picture to its result: a FIFO queue with deadlines, whose jobs go to idle
 * workers, and a second one for pictures that take much to decode.
 *
 * <p>May use {@code detection}, {@code admission}, {@code memory}, {@code os} and Vert.x core. The
 * story starts at {@link dev.retinagate.worker.Dispatcher}, which owns the queue on its one event
 * loop and sends each job to an idle {@link dev.retinagate.worker.DetectionWorker} over the event
 * bus: local delivery, no copying, one private address for each worker. The worker replies a {@link
 * dev.retinagate.worker.JobResult}.
 */
package dev.retinagate.worker;
