/**
 * The web page's files, in memory, and errors as a page.
 *
 * <p>May use {@code reply} and {@code problem}. The story starts at {@link
 * dev.retinagate.http.page.WebFiles}.
 */
package dev.retinagate.http.page;
