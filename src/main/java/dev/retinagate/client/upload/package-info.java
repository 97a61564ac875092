/**
 * What {@code retinagate upload} does: pictures from files, watched folders and cameras through a
 * {@link dev.retinagate.client.RetinagateClient}, their answers to standard output, files and a
 * webhook.
 *
 * <p>The story starts at {@link dev.retinagate.client.upload.UploadRun}: an {@link
 * dev.retinagate.client.upload.InputSource} gives inputs, each becomes an {@link
 * dev.retinagate.client.upload.Outcome}, and writers take those in the order of the inputs.
 */
package dev.retinagate.client.upload;
