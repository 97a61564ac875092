package dev.retinagate.http.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.config.AddressRange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerAddressTest {

  private final CallerAddress address =
      new CallerAddress(List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::/8")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1 | 192.0.2.7 | 192.0.2.7",
        "10.0.0.1 | 1.1.1.1, 192.0.2.7 | 192.0.2.7",
        "10.0.0.1 | 192.0.2.7, 10.2.3.4 | 192.0.2.7",
        "10.0.0.1 | 10.9.9.9, 10.2.3.4 | 10.9.9.9",
        "fd00:0:0:0:0:0:0:1 | 2001:db8::7 | 2001:db8:0:0:0:0:0:7",
        "192.0.2.1 | 192.0.2.7 | 192.0.2.1",
        "10.0.0.1 | '' | 10.0.0.1",
        "10.0.0.1 | unknown | 10.0.0.1",
        "10.0.0.1 | 192.0.2.7, evil.example | 10.0.0.1",
        "10.0.0.1 | 192.0.2.7/8 | 10.0.0.1",
      })
  void isTheLastOneThatNoTrustedProxyHas(String connection, String forwarded, String caller) {
    assertThat(address.forwarded(connection, List.of(forwarded))).isEqualTo(caller);
  }

  @Test
  void readsSeveralHeadersAsOneList() {
    assertThat(address.forwarded("10.0.0.1", List.of("192.0.2.7", "10.1.1.1")))
        .isEqualTo("192.0.2.7");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
    "2001:db8:0:0:ffff:0:0:1, 2001:db8:0:0::/64",
    "-, -"
  })
  void anIpv6ClientIsItsNetwork(String address, String client) {
    assertThat(AddressRange.client(address)).isEqualTo(client);
  }
}
