package dev.retinagate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.168.4.0/22, 192.168.7.255, true",
    "192.168.4.0/22, 192.168.8.0, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "0.0.0.0/0, 203.0.113.5, true",
    "0.0.0.0/0, ::1, false",
    "fd00::/8, fd12:3456::1, true",
    "fd00::/8, fe80::1, false",
    "::ffff:10.0.0.0/8, 10.1.1.1, true",
    "10.0.0.0/8, localhost, false"
  })
  void containsTheAddressesOfItsPrefix(String range, String address, boolean contained) {
    assertThat(AddressRange.parse(range).contains(address)).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/x",
        "::1/129",
        "10.0.0",
        "a/8"
      })
  void refusesWhatIsNoRange(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesTheLongestAddressAndNoLongerText() {
    String longest = "0000:0000:0000:0000:0000:ffff:192.168.100.100";
    assertThat(longest).hasSize(45);
    assertThat(AddressRange.spelling(longest)).isEqualTo("192.168.100.100");

    // The JDK takes any number of leading zeros.
    String longer = "::" + "0".repeat(43) + "1";
    assertThat(AddressRange.parse("::1").contains(longer)).isFalse();
    assertThatThrownBy(() -> AddressRange.spelling(longer))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
