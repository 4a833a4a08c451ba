package io.quorate.engine.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * All that one committee agrees by: who votes, with which keys, how many decide, and what is valid.
 * A reconfiguration puts another one in its place, whole; nothing of it changes alone.
 *
 * @param members in ascending order of their ids; a replica keeps its id from one configuration to
 *     the next, so an id is no index in this list
 * @param rules numbers on which its members must agree
 */
public record Configuration(ConfigurationId id, List<Member> members, ProtocolRules rules) {

  public Configuration {
    members = List.copyOf(members);
    for (int i = 1; i < members.size(); i++) {
      if (members.get(i).id().compareTo(members.get(i - 1).id()) <= 0) {
        throw new IllegalArgumentException("members whose ids do not ascend: " + members);
      }
    }
  }

  public int size() {
    return members.size();
  }

  public Quorum quorum() {
    return new Quorum(members.size());
  }

  public boolean contains(ReplicaId id) {
    return member(id).isPresent();
  }

  public Optional<Member> member(ReplicaId id) {
    return members.stream().filter(member -> member.id().equals(id)).findFirst();
  }

  /**
   * Its place among the members, from 0: what turns are taken by.
   *
   * @throws IllegalArgumentException when it is no member
   */
  public int indexOf(ReplicaId id) {
    return IntStream.range(0, members.size())
        .filter(i -> members.get(i).id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(id + " is no member of " + this.id));
  }

  /** Whose turn it is, round robin: of the first member in view 0, of the next one in the next. */
  public ReplicaId inTurn(long turn) {
    return members.get((int) Math.floorMod(turn, (long) members.size())).id();
  }

  /** Round robin over the committee (OSDI '99, §4). */
  public ReplicaId primaryOf(View view) {
    return inTurn(view.value());
  }
}
