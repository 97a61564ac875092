package dev.retinagate.http.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTypeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data",
        "Multipart/Form-Data; boundary=B",
        "MULTIPART/FORM-DATA;boundary=B",
        "  multipart/form-data ; boundary=B"
      })
  void isAFormInAnyCapitals(String type) {
    assertThat(FormType.isForm(type)).isTrue();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "image/jpeg",
        "multipart/mixed; boundary=B",
        "multipart/form-data2; boundary=B",
        "text/plain; x=multipart/form-data",
        "multipart"
      })
  void isNoFormOfAnotherType(String type) {
    assertThat(FormType.isForm(type)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "multipart/form-data; boundary=B, B",
        "multipart/form-data;boundary=B, B",
        "Multipart/Form-Data; BOUNDARY=bB, bB",
        "multipart/form-data; boundary=B;, B",
        "multipart/form-data; boundary=B ; ;, B",
        "multipart/form-data; boundary = B, B",
        "multipart/form-data; charset=utf-8; boundary=B, B",
        "multipart/form-data; charset=\"a; boundary=A\"; boundary=B, B",
        "multipart/form-data; boundary=\"B\", B",
        "multipart/form-data; boundary=\"a b;c=d\"; x=y, a b;c=d",
        "multipart/form-data; boundary=\"a\\b\\\"c\\\\d\", ab\"c\\d",
        "multipart/form-data; boundary=\"B  \", B",
        "multipart/form-data; boundary=----=_Part_1:2/3?4, ----=_Part_1:2/3?4",
        "multipart/form-data; boundary=----WebKitFormBoundary7MA4, ----WebKitFormBoundary7MA4",
        "multipart/form-data; boundary=B; boundary=\"B\", B",
        "multipart/form-data; boundary='B', 'B'"
      })
  void readsTheBoundary(String type, String boundary) throws Exception {
    assertThat(FormType.boundary(type)).isEqualTo(boundary);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data",
        "multipart/form-data;",
        "multipart/form-data; boundary",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=;",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"  \"",
        "multipart/form-data; xboundary=B",
        "multipart/form-data; x=\"; boundary=B\""
      })
  void tellsThatTheBoundaryIsMissing(String type) {
    assertRefused(type, "lacks its boundary");
  }

  @Test
  void refusesTwoDifferentBoundaries() {
    assertRefused("multipart/form-data; boundary=A; boundary=B", "has two different boundaries");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u00e9", "a\u0001b", "a\u007f", "猫", "a\tb"})
  void refusesABoundaryOfOtherCharacters(String boundary) {
    assertRefused("multipart/form-data; boundary=\"" + boundary + "\"", "printable ASCII");
  }

  @Test
  void acceptsABoundaryOf200CharactersAndNoLonger() throws Exception {
    String type = "multipart/form-data; boundary=" + "x".repeat(200);
    assertThat(FormType.boundary(type)).hasSize(200);
    assertRefused(type + "x", "longer than 200 characters");
  }

  private static void assertRefused(String type, String message) {
    assertThatThrownBy(() -> FormType.boundary(type))
        .isInstanceOf(BodyException.class)
        .hasMessageContaining(message)
        .matches(e -> ((BodyException) e).kind() == BodyException.Kind.MALFORMED);
  }
}
