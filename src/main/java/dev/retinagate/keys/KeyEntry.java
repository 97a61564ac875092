package dev.retinagate.keys;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One key of the file: its name, its hash, and what it may use.
 *
 * @param name tells keys apart in logs and metrics
 * @param sha256 of the key's text, in lower-case hex
 * @param rate how many requests the key may send; empty for any number
 * @param share for how many keys this one counts when the node's places are shared out
 */
public record KeyEntry(String name, String sha256, Optional<Rate> rate, int share) {

  /** What a name has to be, as words of an error message. */
  public static final String NAME_RULE =
      "1 to 64 letters, digits, '.', '_' and '-', with a letter or digit first";

  /** The share of most keys. */
  public static final int USUAL_SHARE = 1;

  /** The largest share. */
  public static final int MAX_SHARE = 100;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SHARE = Pattern.compile("[0-9]{1,3}");
  private static final Pattern BLANKS = Pattern.compile("[ \t]+");
  private static final String HASH = "sha256:";
  private static final String RATE = "rate=";
  private static final String SHARE_OPTION = "share=";

  /** The entry of a key. */
  public static KeyEntry of(String name, String key, Optional<Rate> rate, int share) {
    return new KeyEntry(name, HexFormat.of().formatHex(ApiKey.hash(key)), rate, share);
  }

  /** Whether a key may have this name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * Reads a share.
   *
   * @throws IllegalArgumentException unless it is a whole number, 1 to {@value #MAX_SHARE}
   */
  public static int share(String text) {
    if (SHARE.matcher(text).matches()) {
      int share = Integer.parseInt(text);
      if (share >= 1 && share <= MAX_SHARE) {
        return share;
      }
    }
    throw new IllegalArgumentException("a share that is not a whole number, 1.." + MAX_SHARE);
  }

  /**
   * Reads a line of the file.
   *
   * @throws IllegalArgumentException whose message says what is wrong, without what the line says:
   *     it could be a key that someone pasted there
   */
  static KeyEntry parse(String line) {
    String[] words = BLANKS.split(line.strip(), -1);
    if (words.length < 2 || !isName(words[0]) || !words[1].startsWith(HASH)) {
      throw new IllegalArgumentException("no name with a sha256: behind it");
    }
    String sha256 = words[1].substring(HASH.length());
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("a sha256: without 64 hex digits");
    }
    Optional<Rate> rate = Optional.empty();
    int share = USUAL_SHARE;
    for (int i = 2; i < words.length; i++) {
      if (words[i].startsWith(RATE)) {
        rate = Optional.of(rate(words[i].substring(RATE.length())));
      } else if (words[i].startsWith(SHARE_OPTION)) {
        share = share(words[i].substring(SHARE_OPTION.length()));
      } else {
        throw new IllegalArgumentException("a word that is neither rate= nor share=");
      }
    }
    return new KeyEntry(words[0], sha256, rate, share);
  }

  private static Rate rate(String text) {
    try {
      return Rate.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a rate= that is not " + Rate.RULE, e);
    }
  }

  /** What the client of the key is called where clients share; no address is called so. */
  public String client() {
    return "key " + name;
  }

  /** The entry as a line of the file. */
  String line() {
    return name
        + ' '
        + HASH
        + sha256
        + rate.map(r -> ' ' + RATE + r).orElse("")
        + (share == USUAL_SHARE ? "" : " " + SHARE_OPTION + share);
  }
}
