package io.quorate.engine.model;

import java.util.List;

/** The replicas of one configuration, in order of their ids. */
public record Membership(ConfigurationId configuration, List<Member> members) {

  public Membership {
    members = List.copyOf(members);
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).id().value() != i) {
        throw new IllegalArgumentException("member " + i + " is called " + members.get(i).id());
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
    return id.value() < members.size();
  }

  /** Round robin over the committee (OSDI '99, §4). */
  public ReplicaId primaryOf(View view) {
    return new ReplicaId((int) (view.value() % members.size()));
  }
}
