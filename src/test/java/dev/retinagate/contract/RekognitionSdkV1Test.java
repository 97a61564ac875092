package dev.retinagate.contract;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.rekognition.AmazonRekognition;
import com.amazonaws.services.rekognition.AmazonRekognitionClientBuilder;
import com.amazonaws.services.rekognition.model.AmazonRekognitionException;
import com.amazonaws.services.rekognition.model.BoundingBox;
import com.amazonaws.services.rekognition.model.DetectLabelsRequest;
import com.amazonaws.services.rekognition.model.DetectLabelsSettings;
import com.amazonaws.services.rekognition.model.GeneralLabelsSettings;
import com.amazonaws.services.rekognition.model.Image;
import com.amazonaws.services.rekognition.model.Label;
import com.amazonaws.services.rekognition.model.S3Object;
import java.util.List;

/** The AWS SDK for Java 1.x. */
class RekognitionSdkV1Test extends RekognitionSdkContract {

  @Override
  Result call(String endpoint, Call call, boolean retries, Signer signer) {
    AmazonRekognition client = client(endpoint, retries, signer);
    try {
      List<Label> labels = client.detectLabels(request(call)).getLabels();
      return new Result(labels.stream().map(Label::getName).toList(), box(labels), null, null, 200);
    } catch (AmazonRekognitionException e) {
      return new Result(
          List.of(), List.of(), e.getClass().getSimpleName(), e.getErrorCode(), e.getStatusCode());
    } finally {
      client.shutdown();
    }
  }

  private static AmazonRekognition client(String endpoint, boolean retries, Signer signer) {
    ClientConfiguration configuration = new ClientConfiguration();
    if (!retries) {
      configuration.setMaxErrorRetry(0);
    }
    return AmazonRekognitionClientBuilder.standard()
        .withEndpointConfiguration(new EndpointConfiguration(endpoint, signer.region()))
        .withCredentials(
            new AWSStaticCredentialsProvider(new BasicAWSCredentials(signer.id(), signer.secret())))
        .withClientConfiguration(configuration)
        .build();
  }

  private static DetectLabelsRequest request(Call call) {
    DetectLabelsRequest request =
        new DetectLabelsRequest()
            .withImage(image(call))
            .withMaxLabels(call.maxLabels())
            .withMinConfidence(call.minConfidence());
    if (call.imageProperties()) {
      request.withFeatures("IMAGE_PROPERTIES");
    }
    if (call.includedLabels() != null || call.excludedCategories() != null) {
      request.withSettings(
          new DetectLabelsSettings()
              .withGeneralLabels(
                  new GeneralLabelsSettings()
                      .withLabelInclusionFilters(call.includedLabels())
                      .withLabelCategoryExclusionFilters(call.excludedCategories())));
    }
    return request;
  }

  private static Image image(Call call) {
    return call.s3Object()
        ? new Image().withS3Object(new S3Object().withBucket("bucket").withName("name"))
        : new Image().withBytes(call.bytes());
  }

  private static List<Float> box(List<Label> labels) {
    if (labels.isEmpty() || labels.get(0).getInstances().isEmpty()) {
      return List.of();
    }
    BoundingBox box = labels.get(0).getInstances().get(0).getBoundingBox();
    return List.of(box.getLeft(), box.getTop(), box.getWidth(), box.getHeight());
  }
}
