package dev.retinagate.modeltools.evaluate;

import java.nio.file.Path;
import java.util.List;

/**
 * How accurate a model is, and how fast it was.
 *
 * @param model the model's name
 * @param summary the COCO figures, over the pictures without a failure
 * @param classNames the names of the classes, by class id
 * @param times where the time went
 * @param failures the pictures that could not be used
 * @param remarks sentences about the data that change the meaning of the figures
 */
public record EvaluationReport(
    String model,
    CocoSummary summary,
    List<String> classNames,
    StageTotals times,
    List<Failure> failures,
    List<String> remarks) {

  /**
   * A picture that could not be used.
   *
   * @param picture its file
   * @param reason why, for the user
   */
  public record Failure(Path picture, String reason) {}

  /** Keeps immutable copies. */
  public EvaluationReport {
    classNames = List.copyOf(classNames);
    failures = List.copyOf(failures);
    remarks = List.copyOf(remarks);
  }

  /** The report for a terminal: figures, a table of classes, times, failures. */
  public String text() {
    return new ReportText(this).toString();
  }
}
