package dev.retinagate.http.intake;

import java.util.List;
import java.util.Map;

/**
 * What a complete body holds beside the pictures' bytes.
 *
 * @param pictures the pictures' names, in the order of the body
 * @param fields the text fields by name; of equal names the last
 */
public record UploadedForm(List<String> pictures, Map<String, String> fields) {

  /** Copies both. */
  public UploadedForm {
    pictures = List.copyOf(pictures);
    fields = Map.copyOf(fields);
  }
}
