/**
 * Bounds the number of pictures in the node (uploaded, queued or worked on) and the bytes they
 * hold.
 *
 * <p>May use the JDK only. The story starts at {@link dev.retinagate.admission.Admission}. Uploads
 * ({@link dev.retinagate.admission.Ticket}), pictures ({@link dev.retinagate.admission.Permit}) and
 * bytes ({@link dev.retinagate.admission.Reservation}) are counted apart: a ticket ends with the
 * upload, a permit with the work on a picture, a reservation when the memory is no longer needed.
 * How often clients that do not wait are refused is bounded too ({@link
 * dev.retinagate.admission.RefusalBudget}).
 */
package dev.retinagate.admission;
