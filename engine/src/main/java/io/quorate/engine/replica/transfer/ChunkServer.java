package io.quorate.engine.replica.transfer;

import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.StateMessage.FetchChunk;
import io.quorate.engine.model.message.StateMessage.FetchState;
import io.quorate.engine.model.message.StateMessage.StateChunk;
import io.quorate.engine.model.message.StateMessage.StateManifest;
import io.quorate.engine.replica.limit.ReplicaBounds;
import io.quorate.engine.replica.link.PeerLinks;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.Transport.Lane;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Shows peers that lag which state there is and gives them parts of it. Shows the newest stable
 * checkpoint; gives chunks of the latest ones, so that a peer can finish what it began although the
 * group moved on, and of those that this replica signed and does not know to be stable: a liar may
 * keep the vote that makes one stable to itself and the peer whom it shows the proof, and then only
 * the correct ones among its signers can give what is in it. Chunks that did not change are the
 * same objects and cost nothing.
 */
public final class ChunkServer {

  /** What it is told. */
  public sealed interface Command permits Hold, Serve, StateRequested, Offer {}

  /** This is the state at a checkpoint that was reached. */
  public record Hold(SequenceNumber at, List<Chunk> chunks) implements Command {
    public Hold {
      chunks = List.copyOf(chunks);
    }
  }

  /** This is the newest stable state. */
  public record Serve(StableCheckpoint checkpoint, List<Chunk> chunks) implements Command {
    public Serve {
      chunks = List.copyOf(chunks);
    }
  }

  /** FETCH-STATE or FETCH-CHUNK, verified. */
  public record StateRequested(Message message) implements Command {}

  /** Show this peer what there is, though it asked for decisions. */
  public record Offer(ReplicaId to) implements Command {}

  /** The octets of one STATE-CHUNK message at most. */
  public static final int PART = 512 * 1024;

  public static final int KEPT = 4;

  private final MessageSigner signer;
  private final ActorRef<PeerLinks.Command> links;

  @Bounded(by = ReplicaBounds.REPLIES)
  private final TreeMap<SequenceNumber, List<Chunk>> held = new TreeMap<>();

  @Bounded(by = ReplicaBounds.REPLIES)
  private Map<Digest, Chunk> byDigest = new HashMap<>();

  private Optional<Serve> newest = Optional.empty();

  private ChunkServer(MessageSigner signer, ActorRef<PeerLinks.Command> links) {
    this.signer = signer;
    this.links = links;
  }

  public static Behavior<Command> create(MessageSigner signer, ActorRef<PeerLinks.Command> links) {
    return Behaviors.setup(context -> new ChunkServer(signer, links).serving());
  }

  private Behavior<Command> serving() {
    return Behaviors.receive(Command.class)
        .onMessage(Hold.class, this::onHold)
        .onMessage(Serve.class, this::onServe)
        .onMessage(StateRequested.class, this::onAsked)
        .onMessage(Offer.class, offer -> show(offer.to()))
        .build();
  }

  private Behavior<Command> onHold(Hold state) {
    held.put(state.at(), state.chunks());
    state.chunks().forEach(chunk -> byDigest.put(chunk.digest(), chunk));
    return Behaviors.same();
  }

  private Behavior<Command> onServe(Serve state) {
    newest = Optional.of(state);
    held.put(state.checkpoint().sequence(), state.chunks());
    while (held.headMap(state.checkpoint().sequence(), true).size() > KEPT) {
      held.pollFirstEntry();
    }
    var chunks = new HashMap<Digest, Chunk>();
    held.values().forEach(each -> each.forEach(chunk -> chunks.put(chunk.digest(), chunk)));
    byDigest = chunks;
    return Behaviors.same();
  }

  private Behavior<Command> onAsked(StateRequested asked) {
    if (asked.message() instanceof FetchState ask) {
      return show(ask.replica());
    }
    if (asked.message() instanceof FetchChunk ask) {
      give(ask);
    }
    return Behaviors.same();
  }

  private Behavior<Command> show(ReplicaId to) {
    newest.ifPresent(state -> send(to, manifest(state)));
    return Behaviors.same();
  }

  private StateManifest manifest(Serve state) {
    var digests = state.chunks().stream().map(Chunk::digest).toList();
    return new StateManifest(self(), state.checkpoint(), digests);
  }

  /** Whoever asks for a part has read the one before, and lives. */
  private void give(FetchChunk ask) {
    var chunk = byDigest.get(ask.chunk());
    if (chunk != null && ask.offset() <= chunk.length()) {
      links.tell(new PeerLinks.PeerHeard(ask.replica()));
      int length = chunk.length();
      var part = chunk.slice(ask.offset(), Math.min(length, ask.offset() + PART));
      send(ask.replica(), new StateChunk(self(), ask.chunk(), length, ask.offset(), part));
    }
  }

  private void send(ReplicaId to, Message message) {
    links.tell(new PeerLinks.Send(to, signer.sign(message).wire(), Lane.BULK));
  }

  private ReplicaId self() {
    return new ReplicaId(Math.toIntExact(signer.id()));
  }
}
