package dev.retinagate.config;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Failures of files in words; the JDK's own message is often the path alone. */
public final class FileProblem {

  private FileProblem() {}

  /** What is wrong, without the file's name. */
  public static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    } else if (failure instanceof AccessDeniedException) {
      return "access is denied";
    } else if (failure instanceof FileAlreadyExistsException) {
      return "it exists and is not a folder";
    } else if (failure instanceof NotDirectoryException) {
      return "it is not a folder";
    } else if (failure instanceof CharacterCodingException) {
      return "it is not text in UTF-8";
    } else if (failure instanceof EOFException) {
      return "it is cut short";
    } else if (failure instanceof FileSystemException known && known.getReason() != null) {
      return words(known.getReason());
    }
    return words(String.valueOf(failure.getMessage()));
  }

  /** The C library's sentences are understood, but for this one. */
  private static String words(String reason) {
    return "Is a directory".equals(reason) ? "it is a folder" : reason;
  }

  /** Which file, where that is known, and what is wrong with it. */
  public static String tell(IOException failure) {
    return failure instanceof FileSystemException known && known.getFile() != null
        ? known.getFile() + ": " + reason(failure)
        : reason(failure);
  }
}
