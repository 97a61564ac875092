package dev.retinagate.node;

import java.util.OptionalInt;

/**
 * Where a node listens.
 *
 * @param http the public port in cleartext; empty if it is off
 * @param tls the public port for HTTPS; empty if it is off
 * @param management the port of health and metrics
 */
public record Ports(OptionalInt http, OptionalInt tls, int management) {}
