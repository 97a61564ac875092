package dev.retinagate.http.rekognition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.ProblemType;
import dev.retinagate.http.reply.Quotation;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the parameters of {@code DetectLabels} from its JSON. Members that are not of the API are
 * left alone, as Amazon does; of {@code null} and of no member, the same is meant. Pure.
 */
final class LabelsWishJson {

  /** Amazon's bounds of a filter: how many names, and how long each. */
  private static final int MAX_NAMES = 100;

  private static final int MAX_NAME_LENGTH = 50;

  private static final String GENERAL_LABELS = "GENERAL_LABELS";
  private static final double MAX_CONFIDENCE = 100;

  /** Strict: what two parsers understand differently is refused. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private LabelsWishJson() {}

  /**
   * Reads the parameters, and checks that the picture is where it can be read.
   *
   * @param text the JSON object of the request; an empty string stands for the picture's bytes
   * @param hasPicture whether {@code Image.Bytes} has come
   * @throws FailedRequest if the text is not JSON, or breaks a rule of the API
   */
  static LabelsWish parse(String text, boolean hasPicture) throws FailedRequest {
    JsonNode request = object(read(text), "The body");
    checkImage(object(request.get("Image"), "Image"), hasPicture);
    checkFeatures(request.get("Features"));
    JsonNode settings = object(request.get("Settings"), "Settings");
    return new LabelsWish(
        minConfidence(request.get("MinConfidence")),
        maxLabels(request.get("MaxLabels")),
        filters(object(settings.get("GeneralLabels"), "Settings.GeneralLabels")));
  }

  private static JsonNode read(String text) throws FailedRequest {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw malformed("The body is not JSON: " + Quotation.of(e.getOriginalMessage()) + ".");
    }
  }

  private static void checkImage(JsonNode image, boolean hasPicture) throws FailedRequest {
    boolean hasS3Object = isGiven(image.get("S3Object"));
    if (hasPicture && hasS3Object) {
      throw invalid("Image has Bytes and S3Object. Send Bytes alone.");
    }
    if (hasS3Object) {
      throw new FailedRequest(
          new Failure.OfProtocol(
              ProblemType.BAD_PARAMETER,
              RekognitionErrors.INVALID_S3_OBJECT,
              "Pictures are not fetched from S3 here. Send the picture itself, as Image.Bytes."));
    }
    if (!hasPicture && isGiven(image.get("Bytes"))) {
      throw malformed("Image.Bytes is not a string. Send the picture in base64.");
    }
    if (!hasPicture) {
      throw invalid("The request has no picture. Send one in base64, as Image.Bytes.");
    }
  }

  private static void checkFeatures(JsonNode features) throws FailedRequest {
    for (String feature : names(features, "Features")) {
      if (!feature.equals(GENERAL_LABELS)) {
        throw invalid(
            "Features has " + Quotation.of(feature) + "; there is " + GENERAL_LABELS + " alone.");
      }
    }
  }

  private static double minConfidence(JsonNode value) throws FailedRequest {
    if (!isGiven(value)) {
      return LabelsWish.DEFAULT_MIN_CONFIDENCE;
    }
    if (!value.isNumber()) {
      throw malformed("MinConfidence is not a number.");
    }
    double confidence = value.doubleValue();
    if (!(confidence >= 0 && confidence <= MAX_CONFIDENCE)) {
      throw invalid("MinConfidence has to be a number, 0..100.");
    }
    return confidence;
  }

  private static int maxLabels(JsonNode value) throws FailedRequest {
    if (!isGiven(value)) {
      return LabelsWish.MAX_LABELS;
    }
    if (!value.isIntegralNumber()) {
      throw malformed("MaxLabels is not a whole number.");
    }
    if (!value.canConvertToInt() || value.intValue() < 0) {
      throw invalid("MaxLabels has to be a whole number, 0.." + Integer.MAX_VALUE + ".");
    }
    return Math.min(value.intValue(), LabelsWish.MAX_LABELS);
  }

  private static LabelFilters filters(JsonNode general) throws FailedRequest {
    return new LabelFilters(
        names(general.get("LabelInclusionFilters"), "LabelInclusionFilters"),
        names(general.get("LabelExclusionFilters"), "LabelExclusionFilters"),
        names(general.get("LabelCategoryInclusionFilters"), "LabelCategoryInclusionFilters"),
        names(general.get("LabelCategoryExclusionFilters"), "LabelCategoryExclusionFilters"));
  }

  private static Set<String> names(JsonNode list, String subject) throws FailedRequest {
    Set<String> names = new HashSet<>();
    if (!isGiven(list)) {
      return names;
    }
    if (!list.isArray()) {
      throw malformed(subject + " is not an array of strings.");
    }
    if (list.size() > MAX_NAMES) {
      throw invalid(subject + " has more than " + MAX_NAMES + " names.");
    }
    for (JsonNode name : list) {
      if (!name.isTextual()) {
        throw malformed(subject + " is not an array of strings.");
      }
      if (name.textValue().length() > MAX_NAME_LENGTH) {
        throw invalid(
            subject + " has a name of more than " + MAX_NAME_LENGTH + " characters; shorten it.");
      }
      names.add(name.textValue());
    }
    return names;
  }

  private static boolean isGiven(JsonNode value) {
    return value != null && !value.isNull();
  }

  /** The object; an empty one if there is none. */
  private static JsonNode object(JsonNode value, String subject) throws FailedRequest {
    if (!isGiven(value)) {
      return JSON.createObjectNode();
    }
    if (!value.isObject()) {
      throw malformed(subject + " is not a JSON object.");
    }
    return value;
  }

  private static FailedRequest malformed(String detail) {
    return new FailedRequest(new Failure.MalformedRequest(detail));
  }

  private static FailedRequest invalid(String detail) {
    return new FailedRequest(new Failure.BadParameter(detail));
  }
}
