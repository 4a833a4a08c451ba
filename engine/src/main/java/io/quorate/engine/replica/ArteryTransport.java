package io.quorate.engine.replica;

import io.quorate.engine.model.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends over Pekko's remoting, to resolved references (never selections, which the hardened
 * settings drop). Octets above the frame's size go to a sibling named {@code bulk}, which the
 * settings make a large-message destination. Used by one actor.
 */
public final class ArteryTransport implements Transport {

  /** Under which every replica's actors live, on every node. */
  public static final String ROOT = "quorate";

  private static final Logger LOG = LoggerFactory.getLogger(ArteryTransport.class);
  private static final int MOST_CACHED = 4_096;
  private static final int ORDINARY_FRAME = 200 * 1024;

  private final ActorRefResolver resolver;
  private final String system;
  private final Map<String, ActorRef<Wire>> cache =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ActorRef<Wire>> eldest) {
          return size() > MOST_CACHED;
        }
      };

  /**
   * @param remoteSystem the name of the replicas' actor systems
   */
  public ArteryTransport(ActorSystem<?> system, String remoteSystem) {
    this.resolver = ActorRefResolver.get(system);
    this.system = remoteSystem;
  }

  @Override
  public void toReplica(String address, Lane lane, Bytes wire) {
    var actor = wire.length() > ORDINARY_FRAME ? Lane.BULK.actor() : lane.actor();
    send("pekko://" + system + "@" + address + "/user/" + ROOT + "/" + actor, wire);
  }

  @Override
  public void toClient(String replyTo, Bytes wire) {
    send(wire.length() > ORDINARY_FRAME ? replyTo + "/bulk" : replyTo, wire);
  }

  private void send(String path, Bytes wire) {
    var known = cache.get(path);
    if (known == null) {
      known = resolve(path);
      if (known == null) {
        return;
      }
    }
    known.tell(new Wire(wire));
  }

  /** Local references are not kept: they may name an actor that is not there yet. */
  private ActorRef<Wire> resolve(String path) {
    try {
      ActorRef<Wire> resolved = resolver.resolveActorRef(path);
      if (!resolved.path().address().hasLocalScope()) {
        cache.put(path, resolved);
      }
      return resolved;
    } catch (IllegalArgumentException e) {
      LOG.debug("no actor path: {}", path);
      return null;
    }
  }
}
