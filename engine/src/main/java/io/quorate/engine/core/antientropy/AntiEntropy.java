package io.quorate.engine.core.antientropy;

import io.quorate.engine.core.agreement.History;
import io.quorate.engine.core.agreement.InOrderDelivery;
import io.quorate.engine.core.agreement.Slot;
import io.quorate.engine.core.agreement.SlotContext;
import io.quorate.engine.core.agreement.SlotWindow;
import io.quorate.engine.core.checkpoint.CheckpointTracker;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.core.effect.Rejection;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.CheckpointProof;
import io.quorate.engine.model.message.Message.Decided;
import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.engine.model.message.Message.Fetch;
import io.quorate.engine.model.message.Message.FetchDecided;
import io.quorate.engine.model.message.Message.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Sends a peer what its status shows that it lacks. This is the only retransmission there is: lost
 * messages, pauses and restarts of any number of replicas are all the same to it.
 *
 * <p>Asking costs a liar a hundred octets and answering megabytes, so each peer has an {@link
 * TokenBucket}; whoever has spent it is refused until time has passed, and an honest one asks
 * others meanwhile.
 */
public final class AntiEntropy {

  private static final int SLOTS_AT_ONCE = 32;
  private static final int DECIDED_OCTETS = 512 * 1024;
  private static final int FETCHED_OCTETS = 1024 * 1024;

  /** What a search through the history counts for. */
  private static final int SEARCHED_OCTETS = 64 * 1024;

  /** On the wire, at most. */
  private static final int ENDORSEMENT_OCTETS = 144;

  private static final int REFERENCE_OCTETS = 96;

  /** Above what a peer that was away can execute, below what a network carries. */
  static final long PER_SECOND = 16L << 20;

  public static final long BURST = 2 * PER_SECOND;

  /** What the offer of a state counts for: its manifest has 32 octets a chunk. */
  private static final long OFFERED_OCTETS = 64 * 1024;

  private final ReplicaId self;
  private final SlotWindow window;
  private final CheckpointTracker checkpoints;
  private final InOrderDelivery delivery;
  private final SlotContext context;
  private final TokenBucket tokenBucket = new TokenBucket(BURST, PER_SECOND);
  private final long patience;
  private ViewProof proof = ViewProof.NONE;

  /**
   * @param patience nanoseconds for which what was sent to everybody may be under way
   */
  public AntiEntropy(
      SlotContext context,
      SlotWindow window,
      CheckpointTracker checkpoints,
      InOrderDelivery delivery,
      long patience) {
    this.self = context.rules().self();
    this.window = window;
    this.checkpoints = checkpoints;
    this.delivery = delivery;
    this.context = context;
    this.patience = patience;
  }

  /** A view is in force; this justifies it to whoever did not hear of it. */
  public void viewBegan(ViewProof why) {
    proof = why;
  }

  /** What a peer that stands there lacks. */
  public List<Effect> answer(Status peer, long now) {
    return within(peer.replica(), now, () -> answerTo(peer, now));
  }

  /** Decisions in a row, or the offer of state when they are gone. */
  public List<Effect> answer(FetchDecided ask, long now) {
    return within(ask.replica(), now, () -> answerTo(ask));
  }

  /** Requests and batches by digest, up to a limit; the peer asks again for the rest. */
  public List<Effect> answer(Fetch ask, long now) {
    return within(ask.replica(), now, () -> answerTo(ask, now));
  }

  /** Answers a peer as long as it has not drawn too much. */
  private List<Effect> within(ReplicaId peer, long now, Supplier<List<Effect>> answer) {
    if (tokenBucket.isSpent(peer, now)) {
      return List.of(new Effect.CountRejection(new Rejection.TooMuchAsked(peer), peer.value()));
    }
    var effects = answer.get();
    tokenBucket.draw(peer, effects.stream().mapToLong(AntiEntropy::octets).sum(), now);
    return effects;
  }

  private static long octets(Effect effect) {
    if (effect instanceof Effect.SendSigned forward) {
      return forward.wire().length();
    } else if (effect instanceof Effect.SendMissing answered) {
      return answered.wire().length();
    } else if (effect instanceof Effect.SignAndSend say
        && say.message() instanceof Decided decided) {
      return decided.decisions().stream().mapToLong(History::weight).sum();
    }
    return OFFERED_OCTETS;
  }

  private List<Effect> answerTo(Status peer, long now) {
    var effects = new ArrayList<Effect>();
    var rules = context.rules();
    if (proof.isLackedBy(peer, patience, now)) {
      proof.wires().forEach(wire -> effects.add(new Effect.SendMissing(wire, peer.replica())));
    }
    effects.addAll(checkpointFor(peer)); // first: it may move the window in which votes count
    if (rules.isVoting() && peer.stance().votes() && peer.view().equals(rules.view())) {
      effects.addAll(votesFor(peer));
    }
    return effects;
  }

  /** This replica's part in what a peer in the same view has not decided. */
  private List<Effect> votesFor(Status peer) {
    var effects = new ArrayList<Effect>();
    if (!window.high().isAfter(peer.executed())) {
      return effects; // it lacks nothing, or lies: what follows its number may be no number
    }
    window.from(peer.executed().next()).values().stream()
        .limit(SLOTS_AT_ONCE)
        .forEach(slot -> wiresOf(slot).forEach(wire -> effects.add(forward(wire, peer))));
    return effects;
  }

  /** Why what lies below is settled, and this replica's part in what may become so. */
  private List<Effect> checkpointFor(Status peer) {
    var effects = new ArrayList<Effect>();
    checkpoints.votesOf(self, peer.stable()).forEach(wire -> effects.add(forward(wire, peer)));
    if (checkpoints.stable().sequence().isAfter(peer.stable())) {
      effects.add(proofFor(peer.replica()));
    }
    return effects;
  }

  private Effect proofFor(ReplicaId peer) {
    return new Effect.SignAndSend(
        new CheckpointProof(self, checkpoints.stable()), Optional.of(peer));
  }

  private List<Effect> answerTo(FetchDecided ask) {
    if (ask.from().isAfter(delivery.executed())) {
      return List.of();
    }
    if (!delivery.history().reaches(ask.from())) {
      return List.of(new Effect.OfferState(ask.replica()));
    }
    var effects = new ArrayList<Effect>();
    var decisions = delivery.history().from(ask.from(), DECIDED_OCTETS);
    var told = new Decided(self, decisions.stream().map(AntiEntropy::fitting).toList());
    effects.add(new Effect.SignAndSend(told, Optional.of(ask.replica())));
    if (!ask.from().isAfter(checkpoints.stable().sequence())) {
      effects.add(proofFor(ask.replica()));
    }
    return effects;
  }

  /** As much of it as fits into a message; the rest is left out, and fetched by digest. */
  private static Decision fitting(Decision decision) {
    long room = Limits.LARGEST_FRAME - Limits.FRAME_MARGIN;
    room -= (long) ENDORSEMENT_OCTETS * decision.certificate().commits().size();
    room -= (long) REFERENCE_OCTETS * decision.batch().requests().size();
    var requests = new ArrayList<Bytes>();
    for (var wire : decision.requests()) {
      boolean fits = wire.length() <= room;
      requests.add(fits ? wire : Bytes.EMPTY);
      room -= fits ? wire.length() : 0;
    }
    return new Decision(decision.certificate(), decision.batch(), requests);
  }

  private List<Effect> answerTo(Fetch ask, long now) {
    var effects = new ArrayList<Effect>();
    int octets = 0;
    var old = decidedLongAgo(ask, now);
    for (var digest : ask.digests()) {
      var wire = open(digest).or(() -> Optional.ofNullable(old.get(digest)));
      if (wire.isPresent() && octets < FETCHED_OCTETS) {
        octets += wire.get().length();
        effects.add(new Effect.SendMissing(wire.get(), ask.replica()));
      }
    }
    return effects;
  }

  private Optional<Bytes> open(Digest digest) {
    return context
        .requests()
        .get(digest)
        .map(Verified::wire)
        .or(() -> window.proposalOf(digest).map(Verified::wire));
  }

  /** Searching costs time, whatever is found, so it counts. */
  private Map<Digest, Bytes> decidedLongAgo(Fetch ask, long now) {
    var unknown =
        ask.digests().stream().filter(digest -> open(digest).isEmpty()).collect(Collectors.toSet());
    if (unknown.isEmpty()) {
      return Map.of();
    }
    tokenBucket.draw(ask.replica(), SEARCHED_OCTETS, now);
    return delivery.history().find(unknown);
  }

  /** Asks a peer that is ahead. */
  public Effect askFrom(ReplicaId peer, SequenceNumber from) {
    return new Effect.SignAndSend(new FetchDecided(self, from), Optional.of(peer));
  }

  private List<Bytes> wiresOf(Slot slot) {
    var wires = new ArrayList<Bytes>();
    slot.proposal()
        .filter(proposal -> proposal.signer() == self.value() && window.isKept(proposal))
        .ifPresent(proposal -> wires.add(proposal.wire()));
    slot.tally().prepares().of(self).ifPresent(counted -> wires.add(counted.wire()));
    slot.tally().commits().of(self).ifPresent(counted -> wires.add(counted.wire()));
    return wires;
  }

  private static Effect forward(Bytes wire, Status peer) {
    return new Effect.SendSigned(wire, Optional.of(peer.replica()));
  }
}
