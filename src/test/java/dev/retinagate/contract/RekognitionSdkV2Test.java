package dev.retinagate.contract;

import java.net.URI;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.rekognition.model.BoundingBox;
import software.amazon.awssdk.services.rekognition.model.DetectLabelsFeatureName;
import software.amazon.awssdk.services.rekognition.model.DetectLabelsRequest;
import software.amazon.awssdk.services.rekognition.model.Image;
import software.amazon.awssdk.services.rekognition.model.Label;
import software.amazon.awssdk.services.rekognition.model.RekognitionException;

/** The AWS SDK for Java 2.x. */
class RekognitionSdkV2Test extends RekognitionSdkContract {

  @Override
  Result call(String endpoint, Call call, boolean retries, Signer signer) {
    try (RekognitionClient client = client(endpoint, retries, signer)) {
      List<Label> labels = client.detectLabels(request(call)).labels();
      return new Result(labels.stream().map(Label::name).toList(), box(labels), null, null, 200);
    } catch (RekognitionException e) {
      return new Result(
          List.of(),
          List.of(),
          e.getClass().getSimpleName(),
          e.awsErrorDetails().errorCode(),
          e.statusCode());
    }
  }

  private static RekognitionClient client(String endpoint, boolean retries, Signer signer) {
    return RekognitionClient.builder()
        .endpointOverride(URI.create(endpoint))
        .region(Region.of(signer.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(signer.id(), signer.secret())))
        .overrideConfiguration(
            config ->
                config.retryPolicy(retries ? RetryPolicy.defaultRetryPolicy() : RetryPolicy.none()))
        .build();
  }

  private static DetectLabelsRequest request(Call call) {
    DetectLabelsRequest.Builder request = DetectLabelsRequest.builder();
    request.image(image(call)).maxLabels(call.maxLabels()).minConfidence(call.minConfidence());
    if (call.imageProperties()) {
      request.features(DetectLabelsFeatureName.IMAGE_PROPERTIES);
    }
    if (call.includedLabels() != null || call.excludedCategories() != null) {
      request.settings(
          settings ->
              settings.generalLabels(
                  general ->
                      general
                          .labelInclusionFilters(call.includedLabels())
                          .labelCategoryExclusionFilters(call.excludedCategories())));
    }
    return request.build();
  }

  private static Image image(Call call) {
    Image.Builder image = Image.builder();
    if (call.s3Object()) {
      image.s3Object(object -> object.bucket("bucket").name("name"));
    } else {
      image.bytes(SdkBytes.fromByteBuffer(call.bytes()));
    }
    return image.build();
  }

  private static List<Float> box(List<Label> labels) {
    if (labels.isEmpty() || labels.get(0).instances().isEmpty()) {
      return List.of();
    }
    BoundingBox box = labels.get(0).instances().get(0).boundingBox();
    return List.of(box.left(), box.top(), box.width(), box.height());
  }
}
