package io.quorate.bootstrap.membership;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.cluster.Gossip;
import org.apache.pekko.cluster.GossipEnvelope;

/** A liar's: keeps what it hears, to make lies of it that are newer than the truth. */
public final class OverheardSerializer extends GuardedClusterSerializer {

  private static final ConcurrentMap<String, Gossip> HEARD = new ConcurrentHashMap<>();

  private final String system;

  public OverheardSerializer(ExtendedActorSystem system) {
    super(system);
    this.system = system.provider().getDefaultAddress().toString();
  }

  static Gossip heardBy(org.apache.pekko.actor.Address system) {
    return HEARD.get(system.toString());
  }

  @Override
  public Object fromBinary(byte[] octets, String manifest) {
    var message = super.fromBinary(octets, manifest);
    if (message instanceof GossipEnvelope envelope) {
      HEARD.put(system, envelope.gossip());
    }
    return message;
  }
}
