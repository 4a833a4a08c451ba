package io.quorate.engine.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.replica.execution.Execution;
import io.quorate.engine.replica.execution.RecordingMachine;
import io.quorate.engine.replica.link.PeerLinks;
import io.quorate.engine.spi.CommitLog;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.SnapshotStore;
import io.quorate.engine.spi.VoteLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReplicaTest {

  private final ActorFixture fixture = new ActorFixture();
  private BehaviorTestKit<Replica.Command> replica = start(false);

  @Test
  void a_replica_waits_for_both_journals_and_the_state() {
    recallVotes();
    assertThat(mode()).isEqualTo(Mode.RECOVERING);
    recallState();
    assertThat(mode()).isEqualTo(Mode.RECOVERING);
    recallDecisions();
    assertThat(mode()).isEqualTo(Mode.AGREEING);
  }

  @Test
  void what_was_executed_in_a_former_life_is_told_to_the_pool() {
    var execute = fixture.decided(1, 0, fixture.request(1));
    recallVotes();
    recallState();
    recallDecisions(decision(execute));
    assertThat(ActorFixture.told(child("pool"), RequestPool.Executed.class))
        .containsExactly(new RequestPool.Executed(execute.batch()));
  }

  @Test
  void the_checkpoint_that_was_stable_in_a_former_life_is_told_to_the_executor() {
    var stable = new States().checkpoint(1, List.of());
    recallVotes(new Fact.Stabilized(stable));
    recallState();
    recallDecisions(decision(fixture.decided(1, 0, fixture.request(1))));
    assertThat(ActorFixture.told(child("executor"), Executor.Settled.class))
        .containsExactly(new Executor.Settled(stable));
  }

  @Test
  void a_vote_leaves_after_it_is_durable_and_not_before() {
    recover();
    replica.run(new Replica.Admitted(List.of(fixture.request(1))));
    var append = ActorFixture.told(votes(), VoteLog.Append.class);
    assertThat(append).hasSize(1);
    assertThat(broadcasts(PrePrepare.class)).isEmpty();
    append.get(0).replyTo().tell(VoteLog.Recorded.DURABLE);
    replica.runOne();
    assertThat(broadcasts(PrePrepare.class)).hasSize(1);
  }

  @Test
  void voting_stops_before_the_view_change_leaves() {
    recover();
    replica.run(new Replica.StopVoting(View.ZERO.next(), "a test"));
    assertThat(mode()).isEqualTo(Mode.VIEW_CHANGING);
    assertThat(broadcasts(ViewChange.class)).isEmpty();
    replica.run(new Replica.Admitted(List.of(fixture.request(1))));
    var append = ActorFixture.told(votes(), VoteLog.Append.class);
    append.get(0).replyTo().tell(VoteLog.Recorded.DURABLE);
    replica.runOne();
    assertThat(broadcasts(ViewChange.class)).hasSize(1);
    assertThat(
            ActorFixture.told(child("coordinator"), ViewChangeCoordinator.ViewChangeReceived.class))
        .hasSize(1);
  }

  @Test
  void a_hand_over_is_for_the_view_that_it_names() {
    recover();
    TestInbox<ViewChangeCoordinator.Command> coordinator = child("coordinator");
    replica.run(new Replica.HandOver(new View(7), "an operator"));
    assertThat(ActorFixture.told(coordinator, ViewChangeCoordinator.Suspected.class))
        .containsExactly(new ViewChangeCoordinator.Suspected(new View(7), "an operator"));
  }

  @Test
  void a_child_that_fails_halts_the_replica_with_the_reason() {
    recover();
    TestInbox<RequestPool.Command> pool = child("pool");
    replica.signal(
        new ChildFailed(pool.getRef().unsafeUpcast(), new IllegalStateException("out of ink")));
    assertThat(mode()).isEqualTo(Mode.HALTED);
    assertThat(state().why()).contains("pool").contains("out of ink");
    replica.run(new Replica.Admitted(List.of(fixture.request(1))));
    assertThat(ActorFixture.told(votes(), VoteLog.Append.class)).isEmpty();
  }

  @Test
  void a_child_that_fails_halts_a_replica_that_catches_up_too() {
    fallBehind();
    TestInbox<Executor.Command> executor = child("executor");
    replica.signal(
        new ChildFailed(executor.getRef().unsafeUpcast(), new IllegalStateException("disk full")));
    assertThat(mode()).isEqualTo(Mode.HALTED);
    replica.run(new Replica.CaughtUp(new SequenceNumber(1_024)));
    assertThat(mode()).isEqualTo(Mode.HALTED);
  }

  @Test
  void a_learner_never_casts() {
    replica = start(true);
    recover();
    replica.run(new Replica.Admitted(List.of(fixture.request(1))));
    replica.run(new Replica.StopVoting(View.ZERO.next(), "a test"));
    assertThat(mode()).isEqualTo(Mode.LEARNING);
    assertThat(ActorFixture.told(votes(), VoteLog.Append.class)).isEmpty();
  }

  @Test
  void a_replica_beyond_the_window_catches_up_and_goes_on() {
    recover();
    replica.run(new Replica.StateNeeded(new SequenceNumber(1_024)));
    assertThat(mode()).isEqualTo(Mode.CATCHING_UP);
    replica.run(new Replica.CaughtUp(new SequenceNumber(1_024)));
    assertThat(mode()).isEqualTo(Mode.AGREEING);
  }

  @Test
  void within_the_window_a_replica_goes_on_voting_while_state_comes() {
    recover();
    replica.run(new Replica.StateNeeded(new SequenceNumber(ActorFixture.RULES.window())));
    assertThat(mode()).isEqualTo(Mode.AGREEING);
  }

  @Test
  void an_installed_state_is_told_to_the_pool_and_the_transfer() {
    recover();
    var checkpoint = new States().checkpoint(1_024, List.of());
    replica.run(new Replica.StateInstalled(checkpoint, id -> true));
    assertThat(state().executed()).isEqualTo(new SequenceNumber(1_024));
    assertThat(ActorFixture.told(child("pool"), RequestPool.Restored.class)).hasSize(1);
    assertThat(ActorFixture.told(child("transfer"), StateTransfer.StateReached.class))
        .contains(new StateTransfer.StateReached(new SequenceNumber(1_024)));
  }

  @Test
  void what_the_pool_turned_away_is_let_in_only_if_a_slot_waits_for_it() {
    recover();
    replica.run(new Replica.TurnedAway(fixture.request(1)));
    assertThat(ActorFixture.told(votes(), VoteLog.Append.class)).isEmpty();
    assertThat(state().stuckSince()).isEmpty();
  }

  @Test
  void every_command_is_understood_in_every_mode() {
    for (var command : new CommandSamples().of(Replica.Command.class)) {
      if (command.getClass().getSimpleName().equals("Durable")) {
        continue; // nobody but the journal says it, and only when it was asked
      }
      for (var reach : List.<Runnable>of(this::recover, this::changeViews, this::fallBehind)) {
        replica = start(false);
        reach.run();
        replica.run(command);
        assertThat(org.apache.pekko.actor.typed.Behavior.isUnhandled(replica.returnedBehavior()))
            .as("%s in %s", command, mode())
            .isFalse();
      }
    }
  }

  private void changeViews() {
    recover();
    replica.run(new Replica.StopVoting(View.ZERO.next(), "a test"));
  }

  private void fallBehind() {
    recover();
    replica.run(new Replica.StateNeeded(new SequenceNumber(1_024)));
  }

  private void recover() {
    recallVotes();
    recallDecisions();
    recallState();
    child("executor").getAllReceived();
    child("pool").getAllReceived();
  }

  private void recallVotes(Fact... facts) {
    ActorFixture.told(votes(), VoteLog.Recall.class)
        .forEach(each -> each.replyTo().tell(new VoteLog.Recalled(List.of(facts))));
    replica.runOne();
  }

  private void recallDecisions(Decision... decisions) {
    ActorFixture.told(this.<CommitLog.Command>child("commit-journal"), CommitLog.Recall.class)
        .forEach(each -> each.replyTo().tell(new CommitLog.Recalled(List.of(decisions))));
    replica.runOne();
  }

  private static Decision decision(Effect.Execute execute) {
    var requests = execute.requests().stream().map(Verified::wire).toList();
    return new Decision(execute.certificate(), execute.batch(), requests);
  }

  private void recallState() {
    var genesis = Execution.genesis(new RecordingMachine(), ActorFixture.CONFIGURATION);
    ActorFixture.told(this.<Executor.Command>child("executor"), Executor.Recover.class)
        .forEach(each -> each.replyTo().tell(new Executor.Recovered(genesis, id -> false)));
    replica.runOne();
  }

  private TestInbox<VoteLog.Command> votes() {
    return child("vote-journal");
  }

  private <T> TestInbox<T> child(String name) {
    return replica.childInbox(name);
  }

  private List<Bytes> broadcasts(Class<?> kind) {
    TestInbox<PeerLinks.Command> links = child("links");
    return ActorFixture.told(links, PeerLinks.Broadcast.class).stream()
        .map(PeerLinks.Broadcast::wire)
        .filter(wire -> kind.isInstance(read(wire)))
        .toList();
  }

  private static Message read(Bytes wire) {
    var opened = MessageCodec.open(wire).orElseThrow(e -> new IllegalStateException(e.toString()));
    return MessageCodec.read(opened).orElseThrow(e -> new IllegalStateException(e.toString()));
  }

  private Mode mode() {
    return state().mode();
  }

  private ReplicaState state() {
    return replica.<ReplicaState>runAsk(Replica.GetState::new).receiveReply();
  }

  private BehaviorTestKit<Replica.Command> start(boolean learner) {
    var seed = Digest.of(Bytes.utf8("quorate test key of replica 0")).toBytes().toArray();
    return BehaviorTestKit.create(
        Replica.create(
            new ReplicaParts(
                new ReplicaParts.Identity(
                    new ReplicaId(0), SignatureScheme.ED25519.signer(seed), 1, "here:1", learner),
                fixture.committee.ring(),
                new RecordingMachine(),
                new ReplicaParts.Memory(Behaviors.empty(), Behaviors.empty(), new NoSnapshots()),
                new ReplicaParts.World(new TotalityTest.Nowhere(), fixture.clock, Meter.NONE),
                new ReplicaSettings(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(60),
                    4 << 20,
                    Duration.ofSeconds(1),
                    Duration.ofMillis(50),
                    ReplicaSettings.Patience.USUAL,
                    new ReplicaSettings.Pipeline(4, 64),
                    new ReplicaSettings.CoreLimits(
                        1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 10),
                    1_024,
                    64 << 20),
                Runnable::run)));
  }

  private static final class NoSnapshots implements SnapshotStore {
    @Override
    public void save(Snapshot snapshot) {}

    @Override
    public Optional<Snapshot> load() {
      return Optional.empty();
    }
  }
}
