package dev.retinagate.loadtest;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * The settings of a run, from system properties. Every property has a default: without any, a
 * simulation runs against a gateway on its default ports.
 *
 * @param baseUrl the public listener, or the balancer in front ({@code baseUrl})
 * @param managementUrl the management listener ({@code managementUrl})
 * @param duration of the part that is judged ({@code seconds})
 * @param warmUp how long the same load runs before that ({@code warmUpSeconds}): the just-in-time
 *     compilers of the gateway run at a low priority, and need a minute
 * @param capacity pictures a second, if known ({@code capacity}); else it is measured first
 * @param capacityClients clients of the closed loop that measures it ({@code capacityClients}):
 *     enough to keep the workers busy, too few to fill the queue
 * @param overload offered load as a multiple of capacity ({@code overload})
 * @param results folder of the results ({@code results})
 * @param pictures folder of the synthetic pictures ({@code pictures})
 */
public record Settings(
    URI baseUrl,
    URI managementUrl,
    Duration duration,
    Duration warmUp,
    OptionalDouble capacity,
    int capacityClients,
    double overload,
    Path results,
    Path pictures) {

  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  /** More than is sensible on one machine: a larger value is a slip. */
  private static final int MAX_SECONDS = 3600;

  private static final double MAX_CAPACITY = 1000;
  private static final double MAX_OVERLOAD = 100;

  /** Checks the bounds of a run: its time, and the load. */
  public Settings {
    requireWithin("seconds", duration.toSeconds(), MAX_SECONDS);
    requireWithin("warmUpSeconds", warmUp.toSeconds(), MAX_SECONDS);
    requireWithin("capacity", capacity.orElse(0), MAX_CAPACITY);
    requireWithin("overload", overload, MAX_OVERLOAD);
  }

  /** Of this process. */
  public static Settings fromSystemProperties() {
    String capacity = System.getProperty("capacity", "");
    Path target = Path.of(System.getProperty("target", "target"));
    return new Settings(
        loopback("baseUrl", "http://127.0.0.1:8080"),
        loopback("managementUrl", "http://127.0.0.1:9090"),
        Duration.ofSeconds(Integer.getInteger("seconds", 60)),
        Duration.ofSeconds(Integer.getInteger("warmUpSeconds", 60)),
        capacity.isBlank()
            ? OptionalDouble.empty()
            : OptionalDouble.of(Double.parseDouble(capacity)),
        Integer.getInteger("capacityClients", 4),
        Double.parseDouble(System.getProperty("overload", "10")),
        Path.of(System.getProperty("results", target.resolve("results").toString())),
        target.resolve("pictures"));
  }

  /** Load is for the own machine only: a slip of the keyboard must not become an attack. */
  private static URI loopback(String property, String fallback) {
    URI url = URI.create(System.getProperty(property, fallback));
    String host = url.getHost();
    if (host == null || !LOOPBACK.matcher(host).matches()) {
      throw new IllegalArgumentException(property + " '" + url + "' is not on the loopback");
    }
    return url;
  }

  private static void requireWithin(String property, double value, double most) {
    if (!(value >= 0 && value <= most)) {
      throw new IllegalArgumentException(property + " " + value + " is not within 0 to " + most);
    }
  }
}
