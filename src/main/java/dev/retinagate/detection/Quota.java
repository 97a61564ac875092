package dev.retinagate.detection;

/**
 * How many survivors of suppression are still taken: the best for the answer, and of each class
 * with a rule the best for the rules. Each has a bound of its own, so that what an answer is full
 * of does not hide from a rule what the rule looks at. Candidates have to come by descending score.
 * Belongs to one run of {@link NonMaximumSuppression}.
 *
 * <p>A candidate that is not taken changes nothing for a later one that is. If the answer alone
 * wants it, the answer is full, and no rule wants a later one of its class either. If a rule alone
 * wants it, the rule is full, and the answer wants no later one of its class.
 */
public final class Quota {

  private final DetectionQuery query;
  private final int maxOfClass;
  private final int[] takenOfClass;
  private int left;

  private Quota(DetectionQuery query, int max, int maxOfClass, int classes) {
    this.query = query;
    this.left = max;
    this.maxOfClass = maxOfClass;
    this.takenOfClass = new int[classes];
  }

  /** The best {@code max} of candidates that are all for the answer. */
  static Quota ofBest(int max) {
    return new Quota(DetectionQuery.of(0, 1), max, 0, 0);
  }

  /**
   * For a query's candidates.
   *
   * @param bound the model's own, for the answer and for each class with a rule
   * @param classes of the model
   */
  public static Quota of(DetectionQuery query, int bound, int classes) {
    // Suppression across labels comes later; it needs more than it leaves.
    boolean leavesFewer = query.suppression().acrossLabels().isPresent();
    int max = leavesFewer ? bound : Math.min(query.max(), bound);
    return query.rules().isEmpty() ? ofBest(max) : new Quota(query, max, bound, classes);
  }

  /** Most candidates that are taken. */
  long capacity() {
    return left + (long) maxOfClass * query.rules().watchedClasses();
  }

  /** Whether no further candidate is taken, whatever it is. */
  boolean isFull() {
    return left == 0 && query.rules().isEmpty();
  }

  /** Whether a candidate is taken if it survives. */
  boolean takes(int classId, float score) {
    return (left > 0 && isForAnswer(classId, score))
        || (isForRule(classId, score) && takenOfClass[classId] < maxOfClass);
  }

  /** Counts a candidate that has survived. */
  void take(int classId, float score) {
    if (left > 0 && isForAnswer(classId, score)) {
      left--;
    }
    if (isForRule(classId, score)) {
      takenOfClass[classId]++;
    }
  }

  private boolean isForAnswer(int classId, float score) {
    return query.rules().isEmpty() || query.answers(classId, score);
  }

  private boolean isForRule(int classId, float score) {
    return score >= query.rules().floor(classId);
  }
}
