package dev.retinagate.client.upload;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Tells which files of folders are new and complete, from what looks at the folders have seen. A
 * file is complete when it has not changed for a while: for a second where its bytes end as a
 * picture's do, and longer where they do not. A file is known by its number in the file system: a
 * renamed one is not new, and one that replaces another under its name is. Pure; remembers the
 * files that are there and no others.
 */
final class FolderWatch {

  /** A writer pauses for less between two pieces of a picture whose end happens to look right. */
  static final Duration SETTLED = Duration.ofSeconds(1);

  /** An upload that stalls for longer would be cut by most servers. */
  static final Duration SETTLED_WITHOUT_END = Duration.ofSeconds(10);

  /**
   * A file as a look has seen it.
   *
   * @param file its path
   * @param key its number in the file system; its path where there are no numbers
   * @param size in bytes
   * @param modified when it was written last
   */
  record Seen(Path file, Object key, long size, FileTime modified) {}

  /**
   * What a look has found.
   *
   * @param complete new files that can be sent, in the order of the look
   * @param vanished files that were deleted before they were sent
   */
  record Found(List<Path> complete, List<Path> vanished) {}

  private static final class Entry {
    private Seen last;
    private long since;
    private boolean sent;
  }

  private final Map<Object, Entry> entries = new LinkedHashMap<>();

  /**
   * Compares with the looks before.
   *
   * @param listing all pictures that are there now
   * @param now in nanoseconds
   * @param whole whether the bytes of a file end as a picture's do
   */
  Found look(List<Seen> listing, long now, Predicate<Path> whole) {
    List<Path> complete = new ArrayList<>();
    Map<Object, Seen> present = new LinkedHashMap<>();
    for (Seen seen : listing) {
      present.put(seen.key(), seen);
    }
    List<Path> vanished = forgetAllBut(present);
    for (Seen seen : present.values()) {
      Entry entry = entries.computeIfAbsent(seen.key(), key -> new Entry());
      if (hasChanged(entry, seen)) {
        entry.since = now;
        entry.sent = false;
      }
      entry.last = seen;
      if (!entry.sent && seen.size() > 0 && isSettled(entry, now, whole)) {
        entry.sent = true;
        complete.add(seen.file());
      }
    }
    return new Found(complete, vanished);
  }

  /** A complete file was not there any more under that name; it is sent if it has a new one. */
  void missed(Path file) {
    for (Entry entry : entries.values()) {
      if (entry.last.file().equals(file)) {
        entry.sent = false;
      }
    }
  }

  private List<Path> forgetAllBut(Map<Object, Seen> present) {
    List<Path> vanished = new ArrayList<>();
    for (Iterator<Map.Entry<Object, Entry>> all = entries.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Object, Entry> one = all.next();
      if (!present.containsKey(one.getKey())) {
        if (!one.getValue().sent) {
          vanished.add(one.getValue().last.file());
        }
        all.remove();
      }
    }
    return vanished;
  }

  private static boolean hasChanged(Entry entry, Seen seen) {
    return entry.last == null
        || entry.last.size() != seen.size()
        || !entry.last.modified().equals(seen.modified());
  }

  private static boolean isSettled(Entry entry, long now, Predicate<Path> whole) {
    long still = now - entry.since;
    return still >= SETTLED_WITHOUT_END.toNanos()
        || (still >= SETTLED.toNanos() && whole.test(entry.last.file()));
  }
}
