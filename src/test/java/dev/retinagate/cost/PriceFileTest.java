package dev.retinagate.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceFileTest {

  private static final Path TABLE = Path.of("conf", "prices.yaml");

  @Test
  void theTableOfTheJarIsThatOfConf() throws Exception {
    assertThat(PriceFile.builtIn()).isEqualTo(PriceFile.read(TABLE));
  }

  @Test
  void everyPriceOfTheTableIsRead() throws Exception {
    Prices prices = PriceFile.read(TABLE);

    assertThat(prices.asOf()).isEqualTo("2026-11-26");
    assertThat(prices.instanceHour()).containsEntry("c7i.xlarge", 0.1785).hasSize(4);
    assertThat(prices.balancer()).isEqualTo(new Prices.Balancer(0.0225, 0.008));
    assertThat(prices.gatewayHour()).isEqualTo(0.045);
    assertThat(prices.diskGibMonth()).isEqualTo(0.08);
    assertThat(prices.outGigabyte()).isEqualTo(0.09);
    assertThat(prices.lastPicture()).isEqualTo(35e6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          c5.large: 0.085 | c5.large: cheap | instances.c5.large: 'cheap' is not a number
          c5.large: 0.085 | c5.large: -1 | instances.c5.large: '-1' is not a number
          usd-per-gib-month | usd | disk.usd-per-gib-month is missing
          traffic: | transport: | traffic is missing
          up-to-pictures: 5000000 | up-to-pictures: 9 | has to grow from tier to tier
          "2026-11-26" | 2026-11-26 | as-of is missing, or is not a text in quotes
          rekognition: | rekognition: [] # | is not well-formed YAML
          """)
  void aFaultNamesTheKey(String part, String instead, String fault) throws IOException {
    String table = Files.readString(TABLE);
    assertThat(table).contains(part);
    assertThatThrownBy(() -> PriceFile.parse("p.yaml", table.replace(part, instead)))
        .isInstanceOf(PricesException.class)
        .hasMessageStartingWith("p.yaml")
        .hasMessageContaining(fault);
  }
}
