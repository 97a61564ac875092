package dev.retinagate.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections and listener are channels without sockets. */
class ConnectionLimitTest {

  private static final int MAX = 2;

  private final List<Channel> admitted = new ArrayList<>();
  private int refused;
  private final ConnectionLimit limit =
      new ConnectionLimit(MAX, address -> false, admitted::add, listener -> refused++);
  private final EmbeddedChannel listener = new EmbeddedChannel(limit);

  @Test
  void admitsConnectionsUpToTheBound() {
    Channel first = accept();
    Channel second = accept();

    assertThat(admitted).containsExactly(first, second);
    assertThat(limit.open()).isEqualTo(MAX);
    assertThat(listener.<Channel>readInbound()).isSameAs(first);
    assertThat(listener.<Channel>readInbound()).isSameAs(second);
    assertThat(refused).isZero();
  }

  @Test
  void closesASurplusConnectionBeforeAnyHandlerIsAdded() {
    accept();
    accept();
    listener.releaseInbound();

    Channel surplus = accept();

    assertThat(surplus.isOpen()).isFalse();
    assertThat(admitted).doesNotContain(surplus);
    assertThat(listener.<Channel>readInbound()).isNull();
    assertThat(refused).isEqualTo(1);
    assertThat(limit.open()).isEqualTo(MAX);
  }

  @Test
  void admitsAgainOnceAConnectionHasEnded() throws Exception {
    Channel first = accept();
    accept();
    accept();
    ((EmbeddedChannel) first).register();

    var unused = first.close();
    Channel next = accept();

    assertThat(admitted).contains(next);
    assertThat(refused).isEqualTo(1);
    assertThat(limit.open()).isEqualTo(MAX);
  }

  @Test
  void theLastEighthIsForAddressesThatHaveLessThanTheirShare() {
    ConnectionLimit shared =
        new ConnectionLimit(16, address -> false, admitted::add, listener -> refused++);
    EmbeddedChannel listener = new EmbeddedChannel(shared);
    for (int i = 0; i < 20; i++) {
      accept(listener, 1);
    }
    assertThat(shared.open()).isEqualTo(14);

    accept(listener, 2);

    assertThat(shared.open()).isEqualTo(15);
    assertThat(refused).isEqualTo(6);
  }

  @Test
  void aTrustedProxyMayHaveAllConnections() {
    ConnectionLimit shared =
        new ConnectionLimit(16, "10.0.0.1"::equals, admitted::add, listener -> refused++);
    EmbeddedChannel listener = new EmbeddedChannel(shared);
    for (int i = 0; i < 20; i++) {
      accept(listener, 1);
    }

    assertThat(shared.open()).isEqualTo(16);
  }

  @Test
  void anIpv6ClientIsItsNetworkHoweverManyAddressesItHas() {
    ConnectionLimit shared =
        new ConnectionLimit(16, address -> false, admitted::add, listener -> refused++);
    EmbeddedChannel listener = new EmbeddedChannel(shared);
    for (int i = 0; i < 20; i++) {
      accept(listener, "2001:db8::" + i);
    }

    assertThat(shared.open()).isEqualTo(14);
    accept(listener, "2001:db8:0:1::1");
    assertThat(shared.open()).isEqualTo(15);
  }

  private static void accept(EmbeddedChannel listener, int lastByte) {
    accept(listener, "10.0.0." + lastByte);
  }

  private static void accept(EmbeddedChannel listener, String address) {
    listener.writeInbound(
        new EmbeddedChannel(false, false) {
          @Override
          public SocketAddress remoteAddress() {
            return new InetSocketAddress(address, 4000);
          }
        });
  }

  /** A connection as a listener has it: not registered with an event loop. */
  private Channel accept() {
    EmbeddedChannel connection = new EmbeddedChannel(false, false);
    listener.writeInbound(connection);
    return connection;
  }
}
