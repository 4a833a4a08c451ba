package io.quorate.sim.adversary;

import io.quorate.engine.model.message.MessageType;
import io.quorate.sim.adversary.Adversary.Means;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What a Byzantine replica may be like, by the words of the command line. */
public enum ReplicaFault {
  /** Tells one half one thing and the other half another. */
  EQUIVOCATION("equivocation", Equivocator::new),
  /** Proposes nothing. */
  SILENCE(
      "silence", means -> withholding(EnumSet.of(MessageType.PRE_PREPARE, MessageType.NEW_VIEW))),
  /** Says nothing at all. */
  MUTENESS("muteness", means -> withholding(EnumSet.allOf(MessageType.class))),
  /** Leaves the replica after it out. */
  OMISSION("omission", means -> omitting((means.replica() + 1) % means.group())),
  /** Changes much of what it says, and says what nobody asked for. */
  MUTATION(
      "mutation",
      means ->
          new Mutator(means, List.of(Mutation.values()), 0.3)
              .and(UnsolicitedSender.uncalledFor(means))),
  /** Orders requests again. */
  REPLAY("replay", FalseProposer::oldRequests),
  /** Proposes just under the time-out. */
  SLOWNESS("slowness", SlowPrimary::new),
  /** Orders nothing of client 1. */
  CENSORSHIP("censorship", means -> new RequestCensor(1)),
  /** Proposes batches that are none: too large, of another day, with a request twice. */
  INVALID_BATCHES("invalid-batches", FalseProposer::invalid),
  /** Proposes batches with requests that nobody made. */
  UNAVAILABLE_BATCHES("unavailable-batches", FalseProposer::unavailable),
  /** Proposes the batch of the slot before. */
  OLD_BATCHES("old-batches", FalseProposer::oldBatch),
  /** Leaves numbers out. */
  SKIPPING("skipping", FalseProposer::skipping),
  /** Proposes at the high water mark and beyond. */
  JUMPING("jumping", FalseProposer::jumping),
  /** Proposes though it is a backup, also in the primary's name. */
  INJECTION("injection", BackupProposer::new),
  /** Proposes other batches for its slots again and again, also when its view has ended. */
  CHANGED_PROPOSALS("changed-proposals", ContradictingPrimary::new),
  /** Shows certificates that nobody signed, and stale ones. */
  FORGERY("forgery", CertificateForger::new),
  /** Sends octets that are no message. */
  GARBAGE("garbage", MalformedSender::new),
  /** Says again what was said in other views; signs for other clusters and configurations. */
  OLD_MESSAGES("old-messages", StaleMessageReplayer::new),
  /** Lies about where it stands. */
  FALSE_STATUS("false-status", UnsolicitedSender::boasting),
  /** Gives a poisoned state. */
  POISONING("poisoning", StatePoisoner::new),
  /** Wants far views, hundreds a second. */
  VIEW_STORM("view-storm", UnsolicitedSender::storming),
  /** Votes twice, for two batches. */
  DOUBLE_VOTING("double-voting", UnsolicitedSender::votingTwice),
  /** Sends a hundred votes for one. */
  VOTE_FLOOD("vote-flood", UnsolicitedSender::flooding),
  /** Begins views that do not follow from the view changes. */
  FALSE_NEW_VIEWS(
      "false-new-views", means -> new Mutator(means, changing(MessageType.NEW_VIEW), 1.0)),
  /** Wants views more than once, and in the name of others. */
  DUPLICATE_VIEW_CHANGES("duplicate-view-changes", DuplicateViewChanger::new),
  /** Proposes other batches than its new view's plan demands. */
  AGAINST_THE_PLAN("against-the-plan", FalseProposer::againstThePlan),
  /** Begins views with too few view changes, and proposes what follows from these. */
  MINORITY("minority", UnderreportingPrimary::new),
  /** Shows the oldest certificate that it ever had for a number. */
  STALE_CERTIFICATES("stale-certificates", StaleCertificateSender::new),
  /** Answers clients wrongly in the names of all others. */
  FORGED_REPLIES("forged-replies", ReplyForger::new),
  /** Tells decisions backwards, and with some left out. */
  SHUFFLED_DECISIONS("shuffled-decisions", DecisionShuffler::new);

  private final String word;

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final Function<Means, Adversary> making;

  ReplicaFault(String word, Function<Means, Adversary> making) {
    this.word = word;
    this.making = making;
  }

  /** Its name on the command line. */
  public String word() {
    return word;
  }

  /** Turns a replica Byzantine. */
  public Adversary of(Means means) {
    return making.apply(means);
  }

  /** Leaves one replica out. */
  public static Adversary omitting(int omitted) {
    return new MessageOmitter(EnumSet.allOf(MessageType.class), to -> to == omitted);
  }

  private static Adversary withholding(Set<MessageType> what) {
    return new MessageOmitter(what, to -> true);
  }

  private static List<Mutation> changing(MessageType type) {
    return Arrays.stream(Mutation.values()).filter(each -> each.type() == type).toList();
  }
}
