/**
 * Downloads a model that the repository names but does not carry, and imports it: {@link
 * dev.retinagate.modeltools.fetch.FetchManifest} says what and from where, {@link
 * dev.retinagate.modeltools.fetch.Download} brings the file whole, {@link
 * dev.retinagate.modeltools.fetch.ModelFetch} does both and imports it.
 *
 * <p>May use {@code modeltools}, {@code model} and the JDK's HTTP client. The story starts at
 * {@link dev.retinagate.modeltools.fetch.ModelFetch}.
 */
package dev.retinagate.modeltools.fetch;
