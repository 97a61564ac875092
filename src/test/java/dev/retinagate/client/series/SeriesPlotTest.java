package dev.retinagate.client.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SeriesPlotTest {

  private static final Instant START = Instant.parse("2026-11-26T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void thereIsACurveForEachLabelAndZoneAndAMarkWhereAlertsWere() throws Exception {
    List<String> rows = new ArrayList<>();
    for (int minute = 0; minute < 1440; minute += 10) {
      Instant time = START.plusSeconds(minute * 60L);
      boolean alert = minute == 600;
      rows.add(new Sample(time, "cam", "cow", "", minute / 100, alert).toCsv());
      rows.add(new Sample(time, "cam", "cow", "yard", 1, alert).toCsv());
    }

    Document plot = plot(rows, ZoneOffset.UTC);

    assertThat(texts(plot))
        .contains("cow", "cow in yard", "alerts", "00:00", "23:50")
        .doesNotContain("cow, cam");
    NodeList curves = plot.getElementsByTagName("polyline");
    assertThat(curves.getLength()).isEqualTo(2);
    assertThat(((Element) curves.item(0)).getAttribute("points").split(" ", -1)).hasSize(144);
    assertThat(count(plot, "class=alert")).isEqualTo(1);
  }

  @Test
  void aPointIsTheMeanOfItsPieceOfTime() throws Exception {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      rows.add(new Sample(START.plusSeconds(i), "cam", "cow", "", i % 2 * 10, false).toCsv());
    }

    Document plot = plot(rows, ZoneOffset.UTC);

    String[] points =
        ((Element) plot.getElementsByTagName("polyline").item(0))
            .getAttribute("points")
            .split(" ", -1);
    assertThat(points).hasSize(Series.PIECES);
    // Five pictures a piece: a mean of 4 or 6, at 5 or 7 % from the middle of the axis to 10.
    assertThat(points).allSatisfy(point -> assertThat(point).matches("\\d+,\\d+\\.\\d"));
    double first = Double.parseDouble(points[0].substring(points[0].indexOf(',') + 1));
    double second = Double.parseDouble(points[1].substring(points[1].indexOf(',') + 1));
    assertThat(Math.abs(first - second)).isGreaterThan(0);
  }

  @Test
  void severalSourcesHaveCurvesOfTheirOwn() throws Exception {
    Document plot =
        plot(
            List.of(
                new Sample(START, "<gate> & barn", "cow", "", 1, false).toCsv(),
                new Sample(START, "b", "cow", "", 1, false).toCsv()),
            ZoneOffset.UTC);
    assertThat(texts(plot)).contains("cow, <gate> & barn", "cow, b");
  }

  @Test
  void timesAreThoseOfTheZone() throws Exception {
    Document plot =
        plot(
            List.of(
                new Sample(START, "c", "cow", "", 1, false).toCsv(),
                new Sample(START.plusSeconds(3600), "c", "cow", "", 1, false).toCsv()),
            ZoneId.of("Europe/Vienna"));
    assertThat(texts(plot)).contains("01:00", "02:00");
  }

  @Test
  void theSameFileGivesTheSameBytes() throws Exception {
    List<String> rows = List.of(new Sample(START, "c", "cow", "", 1, false).toCsv());
    assertThat(SeriesPlot.of(file(rows), ZoneOffset.UTC))
        .isEqualTo(SeriesPlot.of(file(rows), ZoneOffset.UTC));
  }

  @Test
  void aFaultNamesTheRecord() throws IOException {
    assertThatThrownBy(() -> SeriesPlot.of(file(List.of("now,c,cow,,1,false")), ZoneOffset.UTC))
        .hasMessageEndingWith("counts.csv, record 2: 'now' is not a time");
    assertThatThrownBy(() -> SeriesPlot.of(file(List.of("a,b")), ZoneOffset.UTC))
        .hasMessageEndingWith(
            "record 2: 2 fields, where time,source,label,zone,count,alert are expected");
    assertThatThrownBy(() -> SeriesPlot.of(file(List.of()), ZoneOffset.UTC))
        .hasMessageEndingWith("counts.csv has no counts yet");
    Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n");
    assertThatThrownBy(() -> SeriesPlot.of(other, ZoneOffset.UTC))
        .hasMessageContaining("is no series");
  }

  @Test
  void moreCurvesThanCanBeToldApartAreRefused() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      rows.add(new Sample(START, "c", "label" + i, "", 1, false).toCsv());
    }
    assertThatThrownBy(() -> SeriesPlot.of(file(rows), ZoneOffset.UTC))
        .hasMessageContaining("more than the 12 curves");
  }

  @Test
  void whatIsWrittenAsCsvIsReadAsTheSame() throws IOException {
    String row = Csv.row("a,b", "say \"no\"", "two\nlines", null, "\"");
    assertThat(Csv.read(new StringReader(row + "\r\nnext")))
        .containsExactly("a,b", "say \"no\"", "two\nlines", "", "\"");
  }

  private Document plot(List<String> rows, ZoneId zone) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(SeriesPlot.of(file(rows), zone))));
  }

  private Path file(List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of(Sample.HEADER));
    lines.addAll(rows);
    return Files.write(folder.resolve("counts.csv"), lines);
  }

  private static List<String> texts(Document plot) {
    NodeList all = plot.getElementsByTagName("text");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      texts.add(all.item(i).getTextContent());
    }
    return texts;
  }

  private static int count(Document plot, String attribute) {
    String[] wanted = attribute.split("=", -1);
    NodeList all = plot.getElementsByTagName("rect");
    int count = 0;
    for (int i = 0; i < all.getLength(); i++) {
      count += ((Element) all.item(i)).getAttribute(wanted[0]).equals(wanted[1]) ? 1 : 0;
    }
    return count;
  }
}
