package io.quorate.sim.adversary;

import io.quorate.engine.model.message.MessageType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Changes one field of some of what it says and signs it anew, each receiver's by itself. */
public final class Mutator implements Adversary {

  private final Means means;
  private final double share;
  private final Map<MessageType, List<Mutation>> mutations = new EnumMap<>(MessageType.class);

  /**
   * @param share of its messages that are changed, of those that a mutation can change
   */
  public Mutator(Means means, Collection<Mutation> mutations, double share) {
    this.means = means;
    this.share = share;
    for (var each : mutations) {
      this.mutations.computeIfAbsent(each.type(), type -> new ArrayList<>()).add(each);
    }
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    var applicable = mutations.getOrDefault(honest.opened().statement().type(), List.of());
    if (applicable.isEmpty() || !means.isOwn(honest) || !means.chance(share)) {
      return List.of(honest);
    }
    var mutation = applicable.get(means.random().nextInt(applicable.size()));
    return List.of(new Sent(honest.to(), mutation.apply(honest.message(), means)));
  }
}
