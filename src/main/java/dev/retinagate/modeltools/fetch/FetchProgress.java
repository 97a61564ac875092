package dev.retinagate.modeltools.fetch;

/** Told how far a download is. */
public interface FetchProgress {

  /**
   * Called after each piece, on the thread that downloads.
   *
   * @param arrivedBytes so far, those of an earlier run included
   * @param totalBytes the file's size, or -1 if the server does not announce it
   */
  void update(long arrivedBytes, long totalBytes);
}
