package dev.retinagate.model;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.engine.NativeTensor;
import dev.retinagate.graph.RetinaNet;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes RetinaNet's raw outputs into candidates. Source: keras-retinanet 1.0.0, {@code
 * layers/filter_detections.py} and {@code backend/common.py}.
 *
 * <p>The logits (1, anchors × classes, height, width) of a level are scanned in place first. A
 * sigmoid and a box are computed only for those that pass, in the order of the original's rows:
 * level, cell, anchor, class.
 */
final class RetinaNetDecoder {

  private static final int SCAN_VALUES = 1 << 12;

  private final int classes;
  private final float[] scanned = new float[SCAN_VALUES];

  RetinaNetDecoder(int classes) {
    this.classes = classes;
  }

  /**
   * The scores of a level that pass.
   *
   * @param stride pixels a cell
   * @param height cells
   * @param width cells
   * @param rows indices of the passing scores, {@code (cell × anchors + anchor) × classes + class},
   *     ascending
   * @param scores the score of each row
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier between two loops, never compared
  record Passing(int stride, int height, int width, long[] rows, float[] scores) {}

  /**
   * The scores of a level that the query asks for, but of each class no more than {@link BestRows}
   * keeps.
   */
  Passing scan(NativeTensor logits, int level, DetectionQuery query) {
    requirePlanes(logits, RetinaNet.ANCHORS * classes);
    int height = logits.shape().get(2);
    int width = logits.shape().get(3);
    int cells = height * width;
    BestRows rows = new BestRows(classes);
    ClassFloors floors = new ClassFloors(query, classes);
    FloatBuffer values = logits.values();
    for (int classId = 0; classId < classes; classId++) {
      if (floors.wants(classId)) {
        float least = floors.logit(classId);
        rows.beginClass(least);
        for (int anchor = 0; anchor < RetinaNet.ANCHORS; anchor++) {
          int plane = (anchor * classes + classId) * cells;
          for (int start = 0; start < cells; start += SCAN_VALUES) {
            int count = Math.min(SCAN_VALUES, cells - start);
            values.get(plane + start, scanned, 0, count);
            for (int i = 0; i < count; i++) {
              if (scanned[i] >= least) {
                rows.add(
                    ((start + i) * (long) RetinaNet.ANCHORS + anchor) * classes + classId,
                    scanned[i]);
                least = rows.least();
              }
            }
          }
        }
      }
    }
    return passing(values, rows.sorted(), height, width, level, floors);
  }

  private Passing passing(
      FloatBuffer values, long[] rows, int height, int width, int level, ClassFloors floors) {
    float[] scores = new float[rows.length];
    int count = 0;
    for (long row : rows) {
      int cell = (int) (row / (RetinaNet.ANCHORS * (long) classes));
      int plane = (int) (row % (RetinaNet.ANCHORS * (long) classes));
      float score = Logit.sigmoid(values.get(plane * height * width + cell));
      if (score >= floors.score(plane % classes)) {
        rows[count] = row;
        scores[count++] = score;
      }
    }
    return new Passing(
        RetinaNet.FIRST_STRIDE << level,
        height,
        width,
        Arrays.copyOf(rows, count),
        Arrays.copyOf(scores, count));
  }

  /** The cells of a level in which a score passes, ascending. */
  int[] cells(Passing passing) {
    return Arrays.stream(passing.rows()).mapToInt(this::cell).distinct().toArray();
  }

  private int cell(long row) {
    return (int) (row / classes / RetinaNet.ANCHORS);
  }

  /**
   * Copies the deltas of the rows on which a window is exact.
   *
   * @param window the part of the level that {@code output} is of
   * @param output (1, anchors × 4, window's height, window's width)
   * @param deltas (rows, 4), to be filled
   */
  void gather(Passing passing, BoxWindow window, NativeTensor output, float[] deltas) {
    requirePlanes(output, RetinaNet.ANCHORS * Anchors.SIDES);
    int plane = window.height() * window.width();
    FloatBuffer values = output.values();
    for (int i = 0; i < passing.rows().length; i++) {
      int cell = cell(passing.rows()[i]);
      int row = cell / passing.width();
      int column = cell % passing.width();
      if (window.isExact(row, column)) {
        int anchor = (int) (passing.rows()[i] / classes % RetinaNet.ANCHORS);
        int at = (row - window.top()) * window.width() + column - window.left();
        for (int side = 0; side < Anchors.SIDES; side++) {
          deltas[Anchors.SIDES * i + side] =
              values.get((Anchors.SIDES * anchor + side) * plane + at);
        }
      }
    }
  }

  /**
   * Adds a level's boxes, in pixels of the network's input and clipped to it.
   *
   * @param deltas (rows, 4): left, top, right, bottom
   */
  void boxes(
      Passing passing, float[] deltas, int inputHeight, int inputWidth, Candidates candidates) {
    float[] base = Anchors.base(passing.stride());
    for (int i = 0; i < passing.rows().length; i++) {
      long row = passing.rows()[i];
      int cell = cell(row);
      float x = Anchors.centre(cell % passing.width(), passing.stride());
      int cellRow = cell / passing.width();
      float y = Anchors.centre(cellRow, passing.stride());
      int first = Anchors.SIDES * (int) (row / classes % RetinaNet.ANCHORS);
      float left = base[first] + x;
      float top = base[first + 1] + y;
      float right = base[first + 2] + x;
      float bottom = base[first + 3] + y;
      int at = Anchors.SIDES * i;
      candidates.add(
          clip(Anchors.moved(left, deltas[at], right - left), inputWidth - 1),
          clip(Anchors.moved(top, deltas[at + 1], bottom - top), inputHeight - 1),
          clip(Anchors.moved(right, deltas[at + 2], right - left), inputWidth - 1),
          clip(Anchors.moved(bottom, deltas[at + 3], bottom - top), inputHeight - 1),
          passing.scores()[i],
          (int) (row % classes));
    }
  }

  private static float clip(float value, int max) {
    return Math.max(0, Math.min(value, max));
  }

  private static void requirePlanes(NativeTensor output, int planes) {
    List<Integer> shape = output.shape();
    if (shape.size() != 4 || shape.get(1) != planes) {
      throw new ModelException(
          "an output of the network is " + shape + "; expected " + planes + " planes");
    }
  }
}
