package io.quorate.bootstrap.access;

import java.util.List;
import java.util.Optional;

/**
 * What this replica's registry tells, and what this replica found of it. Hints, all of it.
 *
 * @param kind the word in {@code quorate.registry}; empty where there is none
 * @param problem why the registry cannot be relied on now; empty while it can
 * @param since when the problem began, in milliseconds since 1970; 0 while there is none
 */
public record RegistryStatus(String kind, String problem, long since, List<Entry> entries) {

  /** Of a process without a registry. */
  public static final RegistryStatus NONE = new RegistryStatus("", "", 0, List.of());

  public RegistryStatus {
    entries = List.copyOf(entries);
  }

  /**
   * One process that is listed.
   *
   * @param replica which replica's signed announcement the entry bears; empty without one
   * @param role as the registry says
   * @param health as the registry says
   * @param incarnation of the announcement; 0 without one
   * @param isSelf whether this process registered it
   */
  public record Entry(
      String address,
      Optional<Integer> replica,
      String role,
      String health,
      long incarnation,
      boolean isSelf,
      Check check) {}

  /**
   * What this replica found at the address.
   *
   * @param passing whether a member of the group answers there
   * @param who that is; empty when nobody of the group does
   * @param why it does not pass; empty when it does
   * @param heartbeatMillis since its last signed sign of life; -1 when none was heard
   */
  public record Check(boolean passing, String who, String why, long heartbeatMillis) {

    /** Before the first check. */
    public static final Check PENDING = new Check(false, "", "not checked yet", -1);
  }

  /** Entries whose check passes, this process among them. */
  public long passing() {
    return entries.stream().filter(each -> each.isSelf() || each.check().passing()).count();
  }
}
