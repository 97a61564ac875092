/**
 * The configuration: immutable records, read once.
 *
 * <p>May use the JDK and the YAML library. The story starts at {@link
 * dev.retinagate.config.ConfigLoader}, which reads the values of {@link
 * dev.retinagate.config.Keys}, the one table of keys, from a file, the environment and the command
 * line's flags, and returns a {@link dev.retinagate.config.Config}. Beside it stand the words for
 * what people get wrong (spelling, YAML, files), which {@code http} and {@code cli} use too, and
 * names of files in every locale.
 */
package dev.retinagate.config;
