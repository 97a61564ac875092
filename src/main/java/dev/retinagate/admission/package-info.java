/**
 * Who gets in. Bounds the number of pictures in the node (being uploaded, waiting or worked on) and
 * the bytes they hold.
 *
 * <p>May use the JDK only. The story starts at {@link dev.retinagate.admission.Admission}. Places
 * ({@link dev.retinagate.admission.Permit}) and bytes ({@link
 * dev.retinagate.admission.Reservation}) are counted apart: a permit ends with the work on a
 * picture, a reservation when the upload's memory is no longer needed.
 */
package dev.retinagate.admission;
