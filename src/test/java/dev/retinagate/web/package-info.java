/**
 * Tests of what the gateway serves to people: the page, the reference and the OpenAPI file.
 *
 * <p>{@link dev.retinagate.web.WebPageIT} and {@link dev.retinagate.web.WebPageProblemsIT} drive
 * the page in headless Chromium against {@link dev.retinagate.web.StubGateway}, which serves the
 * same files under the same policy and answers what the test told it to. Where there is no browser
 * they are skipped with a message; {@link dev.retinagate.web.Browser} says where it looks.
 */
package dev.retinagate.web;
