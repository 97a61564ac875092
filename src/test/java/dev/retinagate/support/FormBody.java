package dev.retinagate.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A multipart/form-data body, part by part. */
public final class FormBody {

  /** The content type of the body. */
  public static final String CONTENT_TYPE = "multipart/form-data; boundary=retinagate-test";

  private static final String BOUNDARY = "--retinagate-test";

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /** Adds a file. */
  public FormBody file(String field, String fileName, byte[] content) {
    text(
        "%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n"
            .formatted(BOUNDARY, field, fileName));
    body.writeBytes(content);
    text("\r\n");
    return this;
  }

  /** Adds a field that is no file. */
  public FormBody field(String name, String value) {
    text(
        "%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
            .formatted(BOUNDARY, name, value));
    return this;
  }

  /** The finished body. */
  public byte[] bytes() {
    text(BOUNDARY + "--\r\n");
    return body.toByteArray();
  }

  private void text(String text) {
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
