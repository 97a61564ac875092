package dev.retinagate.http.rekognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.ProblemType;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsWishJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'MinConfidence':null,'MaxLabels':null,'Features':null,'Settings':null,",
        "'Features':[],'Settings':{'GeneralLabels':{'LabelInclusionFilters':[]}},",
        "'Features':['GENERAL_LABELS'],'Settings':{'GeneralLabels':null},'New':{'x':[1]},"
      })
  void hasAmazonsDefaults(String members) throws FailedRequest {
    assertThat(parse(members)).isEqualTo(new LabelsWish(55, 1_000, LabelFilters.NONE));
  }

  @Test
  void readsEveryParameter() throws FailedRequest {
    assertThat(
            parse(
                "'MinConfidence':12.5,'MaxLabels':3,'Settings':{'GeneralLabels':{"
                    + "'LabelInclusionFilters':['A'],'LabelExclusionFilters':['B','C'],"
                    + "'LabelCategoryInclusionFilters':['D'],'LabelCategoryExclusionFilters':['E']}},"))
        .isEqualTo(
            new LabelsWish(
                12.5,
                3,
                new LabelFilters(Set.of("A"), Set.of("B", "C"), Set.of("D"), Set.of("E"))));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1000, 1000", "1001, 1000", "2147483647, 1000"})
  void answersNoMoreLabelsThanAmazonDoes(String asked, int max) throws FailedRequest {
    assertThat(parse("'MaxLabels':" + asked + ",").maxLabels()).isEqualTo(max);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'MinConfidence':100.5,            | MinConfidence has to be a number, 0..100",
        "'MinConfidence':-0.1,             | MinConfidence has to be a number, 0..100",
        "'MinConfidence':1e999,            | MinConfidence has to be a number, 0..100",
        "'MaxLabels':-1,                   | MaxLabels has to be a whole number",
        "'MaxLabels':2147483648,           | MaxLabels has to be a whole number",
        "'Features':['IMAGE_PROPERTIES'],  | Features has 'IMAGE_PROPERTIES'",
        "'Features':['GENERAL_LABELS','X'],| Features has 'X'"
      })
  void refusesAValueThatTheApiDoesNotTake(String members, String sentence) {
    Failure failure = failure(members);

    assertThat(failure.type()).isEqualTo(ProblemType.BAD_PARAMETER);
    assertThat(failure.detail()).contains(sentence);
  }

  @Test
  void boundsAFilterAsAmazonDoes() throws FailedRequest {
    String hundred = "'a',".repeat(99) + "'" + "b".repeat(50) + "'";
    String filter = "'Settings':{'GeneralLabels':{'LabelExclusionFilters':[%s]}},";

    assertThat(parse(filter.formatted(hundred)).filters().excludedLabels()).hasSize(2);
    assertThat(failure(filter.formatted(hundred + ",'c'")).detail())
        .contains("LabelExclusionFilters has more than 100 names");
    assertThat(failure(filter.formatted("'" + "b".repeat(51) + "'")).detail())
        .contains("LabelExclusionFilters has a name of more than 50 characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'MinConfidence':'50',",
        "'MaxLabels':1.5,",
        "'MaxLabels':'1',",
        "'Features':'GENERAL_LABELS',",
        "'Features':[1],",
        "'Settings':[],",
        "'Settings':{'GeneralLabels':1},",
        "'Settings':{'GeneralLabels':{'LabelInclusionFilters':{}}},",
        "'MaxLabels':1,'MaxLabels':1,",
        "'MaxLabels':01,",
        "MaxLabels:1,"
      })
  void refusesWhatIsNotOfTheTypeThatTheApiHas(String members) {
    assertThat(failure(members).type()).isEqualTo(ProblemType.MALFORMED_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'Image':null}", "{'Image':{}}", "{'Image':{'Bytes':null}}"})
  void refusesARequestWithoutAPicture(String body) {
    Failure failure = failureOf(body, false);

    assertThat(failure.type()).isEqualTo(ProblemType.BAD_PARAMETER);
    assertThat(failure.detail()).contains("The request has no picture");
  }

  @Test
  void refusesPicturesInS3() {
    String body = "{'Image':{'S3Object':{'Bucket':'b','Name':'n'}}}";

    assertThat(failureOf(body, false).code()).contains("InvalidS3ObjectException");
    assertThat(failureOf(body, true).type()).isEqualTo(ProblemType.BAD_PARAMETER);
    assertThat(failureOf(body, true).code()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{'Image':7}", "{'Image':{'Bytes':7}}", "}", "{'Image':{}} x"})
  void refusesABodyOfAnotherShape(String body) {
    assertThat(failureOf(body, false).type()).isEqualTo(ProblemType.MALFORMED_REQUEST);
  }

  private static LabelsWish parse(String members) throws FailedRequest {
    return LabelsWishJson.parse(request(members), true);
  }

  private static Failure failure(String members) {
    return failureOf(request(members), true);
  }

  private static String request(String members) {
    return ("{" + members + "'Image':{'Bytes':''}}").replace('\'', '"');
  }

  private static Failure failureOf(String body, boolean hasPicture) {
    return catchThrowableOfType(
            FailedRequest.class, () -> LabelsWishJson.parse(body.replace('\'', '"'), hasPicture))
        .failure();
  }
}
