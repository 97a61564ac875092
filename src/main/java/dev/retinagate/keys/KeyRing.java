package dev.retinagate.keys;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that a node knows: those of the file when it was last read without a fault. Safe to use
 * from any thread; one thread at a time reloads.
 */
public final class KeyRing {

  private final KeyFile file;
  private volatile Keys keys = new Keys(List.of());
  private String fault = "";

  /**
   * A ring without keys, which refuses everything until it is loaded.
   *
   * @param file where the keys are
   */
  public KeyRing(Path file) {
    this.file = new KeyFile(file);
  }

  /**
   * Reads the file. Blocks. The keys stay as they were while the file has a fault: an editor's slip
   * would lock every client out otherwise.
   *
   * @return whether the keys are others than before
   * @throws KeyFileException if the file has a fault that the last call did not find; so each fault
   *     is told once
   */
  public boolean reload() throws KeyFileException {
    List<KeyEntry> read;
    try {
      read = file.read();
    } catch (KeyFileException e) {
      if (fault.equals(e.getMessage())) {
        return false;
      }
      fault = e.getMessage();
      throw e;
    }
    fault = "";
    boolean changed = !keys.entries.equals(read);
    if (changed) {
      keys = new Keys(read);
    }
    return changed;
  }

  /** The number of keys. */
  public int size() {
    return keys.entries.size();
  }

  /** The entry of a key; empty if the key is not known. */
  public Optional<KeyEntry> find(String key) {
    return ApiKey.isWellFormed(key) ? keys.find(ApiKey.hash(key)) : Optional.empty();
  }

  /** The share of the client of a key; that of most keys if it is none. */
  public int share(String client) {
    return keys.shares.getOrDefault(client, KeyEntry.USUAL_SHARE);
  }

  /** The keys of one reading. */
  private static final class Keys {

    private final List<KeyEntry> entries;
    private final Map<String, Integer> shares = new HashMap<>();

    /**
     * By the first eight bytes of the hash. The search may take longer for some: a client chooses a
     * key and not its hash, so that the time tells nothing about a hash that is known here.
     */
    private final Map<Long, List<Known>> byHash = new HashMap<>();

    private Keys(List<KeyEntry> entries) {
      this.entries = List.copyOf(entries);
      for (KeyEntry entry : entries) {
        byte[] hash = HexFormat.of().parseHex(entry.sha256());
        byHash.computeIfAbsent(first(hash), none -> new ArrayList<>()).add(new Known(hash, entry));
        shares.put(entry.client(), entry.share());
      }
    }

    private Optional<KeyEntry> find(byte[] hash) {
      Optional<KeyEntry> found = Optional.empty();
      for (Known known : byHash.getOrDefault(first(hash), List.of())) {
        // In constant time, although only the hash could be learned from the time.
        if (MessageDigest.isEqual(known.hash, hash)) {
          found = Optional.of(known.entry);
        }
      }
      return found;
    }

    private static long first(byte[] hash) {
      return ByteBuffer.wrap(hash).getLong();
    }
  }

  private static final class Known {

    private final byte[] hash;
    private final KeyEntry entry;

    private Known(byte[] hash, KeyEntry entry) {
      this.hash = hash;
      this.entry = entry;
    }
  }
}
