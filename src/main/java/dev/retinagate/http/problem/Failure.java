package dev.retinagate.http.problem;

import dev.retinagate.detection.PictureException;
import java.time.Duration;

/**
 * Why a request is not answered as it was asked. Which status that is, {@link FailureMapper} knows.
 */
public sealed interface Failure {

  /** A query parameter is wrong; the detail says which, and what it has to be. */
  record BadParameter(String detail) implements Failure {}

  /** The request, or its form, is not well-formed. */
  record MalformedRequest(String detail) implements Failure {}

  /** There is no picture in the request. */
  record NoPicture(String detail) implements Failure {}

  /** The picture's bytes are at fault. */
  record BadPicture(PictureException.Reason reason, String message) implements Failure {}

  /** The body is compressed as a whole, by a coding such as {@code gzip}. */
  record EncodedBody(String coding) implements Failure {}

  /** The body is longer than is read. */
  record BodyTooLarge(long maxBytes) implements Failure {}

  /** The text fields of a form pass a limit; the detail says which. */
  record FieldTooLarge(String detail) implements Failure {}

  /** Nothing more of the body has come for so long. */
  record UploadStalled(Duration silence) implements Failure {}

  /** The body comes, but so slowly that it would be here for ever. */
  record UploadTooSlow(long leastBytesPerSecond) implements Failure {}

  /** The body has come for so long, and is not complete. */
  record UploadTooLong(Duration most) implements Failure {}

  /** No place in the node. */
  record NotAdmitted(Why why, Duration retryAfter) implements Failure {

    /** Why there is no place. */
    public enum Why {
      /** Every place is taken. */
      FULL,
      /** The caller's deadline would pass before it is its turn. */
      TOO_LATE,
      /** Uploads hold all the memory that they may. */
      NO_BYTES,
      /** No worker is ready yet. */
      STARTING,
      /** The node is on its way out. */
      DRAINING,
      /** No worker is alive. */
      NO_WORKER
    }
  }

  /** The deadline passed in the queue; the work was not done. */
  record DeadlinePassed() implements Failure {}

  /** The engine failed. */
  record EngineFailed() implements Failure {}

  /** There is nothing at this path. */
  record NotFound() implements Failure {}

  /** The path is known, the method is not one of its. */
  record MethodNotAllowed(String allow) implements Failure {}

  /** The request line is too long. */
  record UriTooLong() implements Failure {}

  /** The headers are too long. */
  record HeadersTooLarge() implements Failure {}

  /** A defect of ours. */
  record Unexpected() implements Failure {}
}
