package io.quorate.engine.spi;

import io.quorate.engine.model.Bytes;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a registry says of one process. Only the announcement proves anything, to whoever checks its
 * signature; the rest is as good as the registry.
 *
 * @param address {@code host:port}
 * @param health as the process, or the registry, says
 * @param announcement the octets of an ANNOUNCEMENT that the replica has signed: who it is, where
 *     it listens and in which incarnation; empty where a registry has no room for it
 */
public record PeerEntry(String address, Role role, Health health, Optional<Bytes> announcement) {

  /** The longest address. */
  public static final int MOST_ADDRESS = 300;

  /** Octets of the longest announcement. */
  public static final int MOST_ANNOUNCEMENT = 768;

  /** Characters of the longest entry as text. */
  public static final int MOST_TEXT = 2_048;

  private static final String FIRST = "quorate-peer 1";
  private static final String ADDRESS = "address";
  private static final String ROLE = "role";
  private static final String HEALTH = "health";
  private static final String ANNOUNCEMENT = "announcement";

  /** What it does in the group. */
  public enum Role {
    VOTER,
    LEARNER,
    /** Not told. */
    UNKNOWN
  }

  /** Whether it does its work. */
  public enum Health {
    SERVING,
    NOT_SERVING,
    /** Not told. */
    UNKNOWN
  }

  public PeerEntry {
    if (address.isEmpty() || address.length() > MOST_ADDRESS) {
      throw new IllegalArgumentException("an address has 1 to " + MOST_ADDRESS + " characters");
    }
    if (!address.chars().allMatch(each -> each > ' ' && each < 0x7f)) {
      throw new IllegalArgumentException("an address is printable ASCII without spaces");
    }
    if (announcement.filter(each -> each.length() > MOST_ANNOUNCEMENT).isPresent()) {
      throw new IllegalArgumentException("an announcement of more than " + MOST_ANNOUNCEMENT);
    }
  }

  /** Of which no more than the address is known. */
  public static PeerEntry at(String address) {
    return new PeerEntry(address, Role.UNKNOWN, Health.UNKNOWN, Optional.empty());
  }

  public PeerEntry with(Health other) {
    return new PeerEntry(address, role, other, announcement);
  }

  /** The entry as registries keep it: lines of a name and a value. */
  public String toText() {
    var text = new StringBuilder(FIRST).append('\n');
    text.append(ADDRESS).append(' ').append(address).append('\n');
    text.append(ROLE).append(' ').append(word(role)).append('\n');
    text.append(HEALTH).append(' ').append(word(health)).append('\n');
    announcement.ifPresent(
        octets ->
            text.append(ANNOUNCEMENT)
                .append(' ')
                .append(Base64.getEncoder().encodeToString(octets.toArray()))
                .append('\n'));
    return text.toString();
  }

  /** What {@link #toText} wrote; empty for anything else. Lines of other names are ignored. */
  public static Optional<PeerEntry> parse(String text) {
    if (text.length() > MOST_TEXT || !text.startsWith(FIRST + "\n")) {
      return Optional.empty();
    }
    var values = new TreeMap<String, String>();
    for (var line : text.lines().skip(1).toList()) {
      int space = line.indexOf(' ');
      if (space < 0 || values.put(line.substring(0, space), line.substring(space + 1)) != null) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(
          new PeerEntry(
              values.getOrDefault(ADDRESS, ""),
              Role.valueOf(constant(values.getOrDefault(ROLE, ""))),
              Health.valueOf(constant(values.getOrDefault(HEALTH, ""))),
              Optional.ofNullable(values.get(ANNOUNCEMENT)).map(PeerEntry::decoded)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Bytes decoded(String base64) {
    return Bytes.wrap(Base64.getDecoder().decode(base64));
  }

  /** A constant as people read it. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
