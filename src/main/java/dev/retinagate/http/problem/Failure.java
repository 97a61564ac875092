package dev.retinagate.http.problem;

import dev.retinagate.detection.PictureException;
import dev.retinagate.http.reply.Quotation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a request is not answered as it was asked. Every failure knows its problem. One file, however
 * long: a sealed interface and its records, which read as the table of all failures.
 */
public sealed interface Failure {

  /** The kind of problem, and with it the status. */
  ProblemType type();

  /** What is wrong this time, and what the client can do. */
  String detail();

  /** The error's name in the protocol of the request, if the protocol alone knows the error. */
  default Optional<String> code() {
    return Optional.empty();
  }

  /** Further headers of the response; empty for most. */
  default Map<String, String> headers() {
    return Map.of();
  }

  /** A query parameter is wrong; the detail says which, and what it has to be. */
  record BadParameter(String detail) implements Failure {

    /** A parameter that has to be a share is none. */
    public static BadParameter notAShare(String name, String text) {
      return new BadParameter(
          "'" + name + "' is " + Quotation.of(text) + "; it has to be a number, 0..1.");
    }

    @Override
    public ProblemType type() {
      return ProblemType.BAD_PARAMETER;
    }
  }

  /** The request, or its form, is not well-formed. */
  record MalformedRequest(String detail) implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.MALFORMED_REQUEST;
    }
  }

  /**
   * An error that only one protocol has.
   *
   * @param type the nearest kind of problem; the access log names it
   * @param name the error's name in that protocol
   */
  record OfProtocol(ProblemType type, String name, String detail) implements Failure {
    @Override
    public Optional<String> code() {
      return Optional.of(name);
    }
  }

  /** There is no picture in the request. */
  record NoPicture(String detail) implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.NO_PICTURE;
    }
  }

  /** The picture's bytes are at fault. */
  record BadPicture(PictureException.Reason reason, String message) implements Failure {
    @Override
    public ProblemType type() {
      return switch (reason) {
        case EMPTY -> ProblemType.NO_PICTURE;
        case UNDECODABLE -> ProblemType.UNDECODABLE;
        case UNSUPPORTED_FORMAT -> ProblemType.UNSUPPORTED_FORMAT;
        case TOO_MANY_PIXELS -> ProblemType.TOO_MANY_PIXELS;
        case TOO_SMALL -> ProblemType.TOO_SMALL;
        case TOO_MUCH_WORK -> ProblemType.TOO_MUCH_WORK;
        case BEYOND_DECODER -> ProblemType.BEYOND_DECODER;
      };
    }

    @Override
    public String detail() {
      return message;
    }
  }

  /** The body is compressed as a whole, by a coding such as {@code gzip}. */
  record EncodedBody(String coding) implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.ENCODED_BODY;
    }

    @Override
    public String detail() {
      return "The body has the Content-Encoding "
          + Quotation.of(coding)
          + ", which is not decoded. Send the picture as it is: it is compressed already.";
    }

    /** RFC 9110, 15.5.16: what the client may send instead. */
    @Override
    public Map<String, String> headers() {
      return Map.of("Accept-Encoding", "identity");
    }
  }

  /** The body is longer than the gateway reads. */
  record BodyTooLarge(long maxBytes) implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.BODY_TOO_LARGE;
    }

    @Override
    public String detail() {
      return "The body is longer than "
          + Quantities.bytes(maxBytes)
          + ", the most that is accepted here. Send a smaller or more compressed picture.";
    }
  }

  /** A picture that is encoded in the body has more bytes than the protocol reads. */
  record PictureTooLarge(String detail) implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.BODY_TOO_LARGE;
    }
  }

  /** The text fields of a form exceed a limit; the detail says which field and which limit. */
  record FieldTooLarge(String detail) implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.FORM_FIELDS_TOO_LARGE;
    }
  }

  /** No byte of the body has arrived for so long. */
  record UploadStalled(Duration silence) implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.UPLOAD_STALLED;
    }

    @Override
    public String detail() {
      return "No byte of the body has arrived for "
          + Quantities.time(silence)
          + ". Send the request again.";
    }
  }

  /** The body arrives, but more slowly than the gateway waits for. */
  record UploadTooSlow(long minBytesPerSecond) implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.UPLOAD_TOO_SLOW;
    }

    @Override
    public String detail() {
      return "The body arrives at less than "
          + Quantities.bytes(minBytesPerSecond)
          + " a second."
          + sendFaster();
    }
  }

  /** The body is not complete within the time for a whole upload. */
  record UploadTooLong(Duration limit) implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.UPLOAD_TOO_SLOW;
    }

    @Override
    public String detail() {
      return "The body was not complete after " + Quantities.time(limit) + "." + sendFaster();
    }
  }

  /** The upload was slow, and others needed the memory that it held. */
  record UploadDisplaced() implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.UPLOAD_TOO_SLOW;
    }

    @Override
    public String detail() {
      return "The body arrives slowly, and other uploads need the memory that it holds."
          + sendFaster();
    }
  }

  /**
   * The node asks for API keys, and the request has none.
   *
   * @param field the field of a form that may have the key as well; empty if none may
   */
  record NoKey(Optional<String> field) implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.NOT_AUTHENTICATED;
    }

    @Override
    public String detail() {
      return "The request has no API key. Send it as 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'"
          + field.map(name -> ", or as the field '" + name + "' of the form").orElse("")
          + "; whoever runs this server gives it to you.";
    }

    /** RFC 6750, section 3. */
    @Override
    public Map<String, String> headers() {
      return Map.of("WWW-Authenticate", "Bearer realm=\"retinagate\"");
    }
  }

  /** The request has an API key that the node does not know. No part of it is shown. */
  record UnknownKey() implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.NOT_AUTHENTICATED;
    }

    @Override
    public String detail() {
      return "The API key is not known here: it is not complete, or was removed.";
    }

    /** RFC 6750, section 3.1. */
    @Override
    public Map<String, String> headers() {
      return Map.of("WWW-Authenticate", "Bearer realm=\"retinagate\", error=\"invalid_token\"");
    }
  }

  /** The node does not admit the picture now. */
  record NotAdmitted(Why why, RetryAfter retryAfter) implements Failure {

    @Override
    public ProblemType type() {
      return why.type;
    }

    @Override
    public String detail() {
      return why.cause + " Send the request again in " + retryAfter.seconds() + " s.";
    }

    @Override
    public Map<String, String> headers() {
      return Map.of("Retry-After", String.valueOf(retryAfter.seconds()));
    }

    /** Why the node does not admit a picture. */
    public enum Why {
      /** Every permit is taken. */
      FULL(ProblemType.FULL, "The node has as many pictures as it can take."),
      /** The client's deadline would pass before the picture's turn. */
      TOO_LATE(
          ProblemType.NO_TIME,
          "Work on the picture would begin after its deadline; the picture was not read."),
      /** Uploads and answers hold all the memory that they may. */
      NO_BYTES(ProblemType.FULL, "Uploads and answers in progress hold all the memory they may."),
      /** The client left so many answers unread that others need the node's time more. */
      UNTAKEN(
          ProblemType.FULL,
          "Earlier answers to the same address were not read, and other clients wait. Read each answer to its end."),
      /** The key has sent as many requests as its rate allows. */
      OVER_RATE(ProblemType.RATE_EXCEEDED, "The API key has used up its rate."),
      /** No worker is ready yet. */
      STARTING(ProblemType.STARTING, "No worker is ready yet."),
      /** The node is shutting down. */
      DRAINING(
          ProblemType.DRAINING, "The node is shutting down; another node may take the request."),
      /** No worker is alive. */
      NO_WORKER(ProblemType.NO_WORKER, "The detection engine is being restarted.");

      private final ProblemType type;
      private final String cause;

      Why(ProblemType type, String cause) {
        this.type = type;
        this.cause = cause;
      }

      /** The reason as a label of metrics. */
      public String label() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  /** The deadline passed, in the queue or during the work. */
  record DeadlinePassed() implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.DEADLINE_PASSED;
    }

    @Override
    public String detail() {
      return "The answer was not ready before the deadline: the picture waited too long for a"
          + " worker, or the work took too long. Send it again later.";
    }
  }

  /** The engine failed. */
  record EngineFailed() implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.ENGINE_FAILED;
    }

    @Override
    public String detail() {
      return "The detection engine failed on this request; the picture is not at fault. Send it"
          + " again.";
    }
  }

  /** There is nothing at this path. */
  record NotFound() implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.NOT_FOUND;
    }

    @Override
    public String detail() {
      return "There is nothing at this path. See /docs for what there is.";
    }
  }

  /**
   * The path names a model that the node does not serve.
   *
   * @param wanted the name
   * @param served the models that the node serves
   */
  record NoSuchModel(String wanted, List<String> served) implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.NOT_FOUND;
    }

    @Override
    public String detail() {
      return Quotation.of(wanted)
          + " is not served here; "
          + (served.size() == 1 ? "the model of this node is " : "the models of this node are ")
          + served.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "))
          + ".";
    }
  }

  /** The path is known, but not with this method. */
  record MethodNotAllowed(String allow) implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.METHOD_NOT_ALLOWED;
    }

    @Override
    public String detail() {
      return "This path takes " + allow + ".";
    }

    @Override
    public Map<String, String> headers() {
      return Map.of("Allow", allow);
    }
  }

  /** The request line is too long. */
  record UriTooLong() implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.URI_TOO_LONG;
    }

    @Override
    public String detail() {
      return "The request line is too long; shorten it.";
    }
  }

  /** The headers are too long. */
  record HeadersTooLarge() implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.HEADERS_TOO_LARGE;
    }

    @Override
    public String detail() {
      return "The headers are too long; send fewer or shorter ones.";
    }
  }

  /** A defect of the gateway. */
  record Unexpected() implements Failure {
    @Override
    public ProblemType type() {
      return ProblemType.INTERNAL;
    }

    @Override
    public String detail() {
      return "A defect of the gateway. Report it with the request id.";
    }
  }

  private static String sendFaster() {
    return " Send the request again on a faster line, or send a smaller picture.";
  }
}
