package dev.retinagate.node;

import dev.retinagate.admission.Sharing;
import dev.retinagate.config.Config;
import dev.retinagate.http.access.KeyGate;
import dev.retinagate.keys.KeyRates;
import dev.retinagate.keys.KeyRing;
import dev.retinagate.telemetry.GatewayMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/** The API keys of a node, if it asks for any, and what follows from them for its other parts. */
final class NodeKeys {

  private static final int PLACES_PER_RESERVED = 4;

  private final Config config;
  private final Optional<KeyRing> ring;

  /** Keys that have not been loaded: no request passes until then. */
  NodeKeys(Config config) {
    this.config = config;
    this.ring = config.keys().file().map(KeyRing::new);
  }

  /** Loads the keys and keeps them as the file has them; fails if it has a fault. */
  Future<Void> load(Vertx vertx) {
    return ring.map(keys -> KeyWatch.start(vertx, keys)).orElse(Future.succeededFuture());
  }

  /** Lets requests pass. */
  KeyGate gate(GatewayMeters meters) {
    return new KeyGate(
        ring.map(keys -> new KeyGate.Parts(keys, new KeyRates(System::nanoTime), meters)));
  }

  /** The keys of which a request to the management port needs one; empty if it needs none. */
  Optional<KeyRing> ofManagement() {
    return ring.filter(keys -> config.keys().management());
  }

  /**
   * With keys, a quarter of the places is for keys that stay within their share: one that floods
   * the node holds the others, and so has the workers busy. Without keys there is no such quarter:
   * all clients may stand behind one address.
   */
  Sharing sharing(int permits) {
    int reserved = Math.min(config.admission().queue(), Math.max(1, permits / PLACES_PER_RESERVED));
    return ring.map(keys -> new Sharing(reserved, keys::share)).orElse(Sharing.FIRST_COME);
  }
}
