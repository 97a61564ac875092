package dev.retinagate.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections and listener are channels without sockets. */
class ConnectionLimitTest {

  private static final int MAX = 2;

  private final List<Channel> admitted = new ArrayList<>();
  private int refused;
  private final ConnectionLimit limit =
      new ConnectionLimit(MAX, admitted::add, listener -> refused++);
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

  /** A connection as a listener has it: not registered with an event loop. */
  private Channel accept() {
    EmbeddedChannel connection = new EmbeddedChannel(false, false);
    listener.writeInbound(connection);
    return connection;
  }
}
