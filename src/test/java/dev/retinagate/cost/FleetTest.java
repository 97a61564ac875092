package dev.retinagate.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.cost.Comparison.Range;
import dev.retinagate.cost.Fleet.Bill;
import dev.retinagate.cost.Prices.Balancer;
import dev.retinagate.cost.Prices.Tier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FleetTest {

  private static final List<Tier> TIERS =
      List.of(new Tier(1e6, 0.001), new Tier(5e6, 0.0008), new Tier(35e6, 0.0006));

  private static final Prices PRICES =
      new Prices(
          "2026-11-26",
          "us-east-1",
          Map.of("large", 0.1),
          new Balancer(0.02, 0.008),
          0.05,
          0.08,
          0.09,
          TIERS);

  /** Ten pictures a second, half used: 18,000 pictures a node-hour, 26.28 million of two nodes. */
  private static final Fleet FLEET = new Fleet(0.1, 10, 0.5, 2, 10, 99_000, 1000, 1);

  @Test
  void belowTheIdleFloorTwoNodesArePaid() {
    Bill bill = FLEET.bill(1_000_000, PRICES);

    assertThat(FLEET.idleFloor()).isEqualTo(26_280_000);
    assertThat(bill.nodes()).isEqualTo(2);
    // 2 × 730 h × 0.1
    assertThat(bill.nodesUsd()).isCloseTo(146, within(1e-9));
    // 2 × 10 GiB × 0.08
    assertThat(bill.disksUsd()).isCloseTo(1.6, within(1e-9));
    // 730 h × 0.02 + 100 GB × 0.008
    assertThat(bill.balancerUsd()).isCloseTo(15.4, within(1e-9));
    // 730 h × 0.05 + 1 GB × 0.09
    assertThat(bill.networkUsd()).isCloseTo(36.59, within(1e-9));
    assertThat(bill.total()).isCloseTo(199.59, within(1e-9));
  }

  @Test
  void aboveTheIdleFloorNodesGrowWithThePictures() {
    Bill bill = FLEET.bill(39_420_000, PRICES);

    assertThat(bill.nodes()).isCloseTo(3, within(1e-9));
    assertThat(bill.nodesUsd()).isCloseTo(219, within(1e-9));
    assertThat(bill.disksUsd()).isCloseTo(2.4, within(1e-9));
  }

  /** The formula of the design: price ÷ (3.6 × pictures/s × utilisation). */
  @Test
  void aThousandPicturesOfABusyNodeCostItsHourByTheThousandsOfTheHour() {
    double thousands = 39_420;
    assertThat(FLEET.bill(39_420_000, PRICES).nodesUsd() / thousands)
        .isCloseTo(0.1 / (3.6 * 10 * 0.5), within(1e-12));
  }

  @Test
  void eachTierOfRekognitionPaysItsOwnPrice() {
    assertThat(PRICES.rekognition(0)).isZero();
    assertThat(PRICES.rekognition(500_000)).isCloseTo(500, within(1e-9));
    // 1000 + 4,000,000 × 0.0008 + 1,000,000 × 0.0006
    assertThat(PRICES.rekognition(6_000_000)).isCloseTo(4800, within(1e-9));
  }

  /**
   * Fixed: 146 + 1.6 + 14.6 + 36.5 = 198.7. A picture: 100 kB × 0.008 + 1 kB × 0.09 a GB =
   * 0.00000089. In the first tier 198.7 ÷ (0.001 − 0.00000089) = 198,877.
   */
  @Test
  void theBreakEvenIsWhereTheTwoBillsMeet() {
    List<Range> cheaper = new Comparison(FLEET, PRICES).cheaper();

    assertThat(cheaper).hasSize(1);
    assertThat(cheaper.get(0).from()).isCloseTo(198_877, within(1.0));
    assertThat(cheaper.get(0).to()).isEqualTo(35e6);
    assertThat(CostText.verdict(cheaper, PRICES))
        .isEqualTo("The fleet is cheaper than Rekognition from 198,877 pictures a month on.");
  }

  /**
   * A slow model, 0.1 pictures/s: each 1000 cost 0.1 ÷ (3.6 × 0.1 × 0.5) = 0.56 USD above the floor
   * of 262,800 pictures, less than Rekognition's 0.6; at 0.12 USD an hour 0.67, more than 0.6 and
   * less than 0.8.
   */
  @Test
  void aFleetThatIsDearerThanTheLastTierIsCheaperInTheMiddleOnly() {
    Fleet slow = new Fleet(0.12, 0.1, 0.5, 2, 0, 0, 0, 0);

    List<Range> cheaper = new Comparison(slow, PRICES).cheaper();

    // Floor: 1460 h × 0.12 + 14.6 = 189.8 USD, met by 0.001 a picture at 189,800.
    assertThat(cheaper).hasSize(1);
    assertThat(cheaper.get(0).from()).isCloseTo(189_800, within(1.0));
    // 14.6 + V × 0.12 ÷ 180 = 1000 + 3200 + (V − 5,000,000) × 0.0006: V = 17.781 million.
    assertThat(cheaper.get(0).to()).isCloseTo(17_781_000, within(1.0));
    assertThat(CostText.verdict(cheaper, PRICES)).contains("from 189,800 to 17,781,000 pictures");
  }

  @Test
  void aFleetThatIsAlwaysDearerHasNoRange() {
    Fleet dear = new Fleet(10, 1, 1, 2, 0, 0, 0, 0);
    assertThat(new Comparison(dear, PRICES).cheaper()).isEmpty();
    assertThat(CostText.verdict(List.of(), PRICES))
        .startsWith("Rekognition is cheaper up to 35,000,000");
  }

  @Test
  void valuesOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new Fleet(1, 0, 0.5, 2, 0, 0, 0, 0))
        .hasMessageContaining("pictures a second");
    assertThatThrownBy(() -> new Fleet(1, Double.NaN, 0.5, 2, 0, 0, 0, 0))
        .hasMessageContaining("pictures a second");
    assertThatThrownBy(() -> new Fleet(1, 1, 1.01, 2, 0, 0, 0, 0))
        .hasMessageContaining("utilisation");
    assertThatThrownBy(() -> new Fleet(1, 1, 1, 0, 0, 0, 0, 0)).hasMessageContaining("nodes");
    assertThatThrownBy(() -> new Fleet(1, 1, 1, 1, 0, -1, 0, 0)).hasMessageContaining("bytes");
  }
}
