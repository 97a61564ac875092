/**
 * Downloads a model that the repository names but does not carry, and imports it: {@link
 * dev.retinagate.modeltools.fetch.FetchManifest} names a file and its URLs, {@link
 * dev.retinagate.modeltools.fetch.Download} downloads the file completely, {@link
 * dev.retinagate.modeltools.fetch.ModelFetch} does both and imports it.
 *
 * <p>May use {@code modeltools}, {@code model} and the JDK's HTTP client. The story starts at
 * {@link dev.retinagate.modeltools.fetch.ModelFetch}.
 */
package dev.retinagate.modeltools.fetch;
