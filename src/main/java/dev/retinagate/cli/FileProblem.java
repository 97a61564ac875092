package dev.retinagate.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Failures of files in words; the JDK's own message is often the path alone. */
final class FileProblem {

  private FileProblem() {}

  /** What is wrong, without the file's name. */
  static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    } else if (failure instanceof AccessDeniedException) {
      return "access is denied";
    } else if (failure instanceof FileAlreadyExistsException) {
      return "it exists and is not a folder";
    } else if (failure instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason();
    }
    return failure.getMessage();
  }

  /** Which file, where that is known, and what is wrong with it. */
  static String tell(IOException failure) {
    return failure instanceof FileSystemException known && known.getFile() != null
        ? known.getFile() + ": " + reason(failure)
        : failure.getMessage();
  }
}
