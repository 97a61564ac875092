package dev.retinagate.modeltools.evaluate;

import dev.retinagate.config.FileNames;
import dev.retinagate.modeltools.evaluate.CocoSummary.ClassFigures;
import java.util.Locale;

/** An {@link EvaluationReport} as lines of plain text; a figure that does not exist is a dash. */
final class ReportText {

  private static final int MIN_LABEL_WIDTH = 16;

  private static final String FIGURE = "%-16s %8s %12s %8s %11s";

  private final StringBuilder text = new StringBuilder();

  ReportText(EvaluationReport report) {
    CocoSummary summary = report.summary();
    StageTotals times = report.times();
    line(
        "Model %s: %d pictures, %d objects of %d classes",
        report.model(), times.pictures(), summary.objects(), summary.classes().size());
    line("");
    figures(summary);
    if (!summary.classes().isEmpty()) {
      line("");
      classes(report);
    }
    if (times.pictures() > 0) {
      line("");
      stages(times);
    }
    remarks(report);
  }

  private void figures(CocoSummary s) {
    line(FIGURE, "", "", "IoU", "objects", "detections");
    figure("mAP", "0.50:0.95", "all", 100, s.ap());
    figure("AP50", "0.50", "all", 100, s.ap50());
    figure("AP75", "0.75", "all", 100, s.precision().ap75());
    figure("AP small", "0.50:0.95", "small", 100, s.precision().apSmall());
    figure("AP medium", "0.50:0.95", "medium", 100, s.precision().apMedium());
    figure("AP large", "0.50:0.95", "large", 100, s.precision().apLarge());
    figure("AR1", "0.50:0.95", "all", 1, s.recall().ar1());
    figure("AR10", "0.50:0.95", "all", 10, s.recall().ar10());
    figure("AR100", "0.50:0.95", "all", 100, s.recall().ar100());
    figure("AR small", "0.50:0.95", "small", 100, s.recall().arSmall());
    figure("AR medium", "0.50:0.95", "medium", 100, s.recall().arMedium());
    figure("AR large", "0.50:0.95", "large", 100, s.recall().arLarge());
  }

  private void figure(String name, String iou, String objects, int detections, double value) {
    line(FIGURE, name, share(value), iou, objects, detections);
  }

  private void classes(EvaluationReport report) {
    int width =
        report.summary().classes().stream()
            .mapToInt(figures -> report.classNames().get(figures.classId()).length())
            .reduce(MIN_LABEL_WIDTH, Math::max);
    String format = "%-" + width + "s %8s %8s %8s %8s";
    line(format, "class", "objects", "AP", "AP50", "AR100");
    for (ClassFigures figures : report.summary().classes()) {
      line(
          format,
          report.classNames().get(figures.classId()),
          figures.objects(),
          share(figures.ap()),
          share(figures.ap50()),
          share(figures.ar100()));
    }
  }

  private void stages(StageTotals times) {
    line("%-16s %8s", "stage", "mean ms");
    stage("decode", times, times.sum().decodeNanos());
    stage("prepare", times, times.sum().prepareNanos());
    stage("network", times, times.sum().networkNanos());
    stage("post", times, times.sum().postNanos());
    stage("all", times, times.sum().totalNanos());
    line("%.1f pictures/s", times.picturesPerSecond());
  }

  private void stage(String name, StageTotals times, long nanos) {
    line("%-16s %8.1f", name, times.meanMs(nanos));
  }

  private void remarks(EvaluationReport report) {
    if (!report.remarks().isEmpty() || !report.failures().isEmpty()) {
      line("");
    }
    report.remarks().forEach(remark -> line("note: %s", remark));
    for (EvaluationReport.Failure failure : report.failures()) {
      line("failed, left out: %s: %s", FileNames.text(failure.picture()), failure.reason());
    }
  }

  private static String share(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
