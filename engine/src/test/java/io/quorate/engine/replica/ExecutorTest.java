package io.quorate.engine.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message.Refusal;
import io.quorate.engine.model.message.Message.Reply;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.replica.execution.Execution;
import io.quorate.engine.replica.execution.ReadResult;
import io.quorate.engine.replica.execution.RecordingMachine;
import io.quorate.engine.replica.execution.SnapshotSchedule;
import io.quorate.engine.replica.transfer.ChunkServer;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.RecordingMeter;
import io.quorate.engine.spi.SnapshotStore;
import io.quorate.engine.spi.StateMachine;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ExecutorTest {

  private final ActorFixture fixture = new ActorFixture();
  private final RecordingMachine machine = new RecordingMachine();
  private final FaultySnapshotStore store = new FaultySnapshotStore();
  private final ArrayDeque<Runnable> writes = new ArrayDeque<>();
  private final TestInbox<RequestPool.Command> pool = TestInbox.create();
  private final RecordingMeter meter = new RecordingMeter();
  private final BehaviorTestKit<Executor.Command> executor = executor();

  @Test
  void nobody_is_answered_before_the_disk_is_caught_up_with() {
    apply(1, 1);
    assertThat(fixture.said(Reply.class)).isEmpty();
    executor.run(Executor.Live.NOW);
    apply(2, 2);
    var reply = fixture.said(Reply.class).get(0);
    assertThat(reply.sequence().value()).isEqualTo(2);
    assertThat(reply.answers().get(0).results()).containsExactly(Bytes.utf8("2: put 2"));
  }

  @Test
  void an_operation_at_which_the_machine_throws_fails_alone() {
    machine.troubleAt("put 1", new IllegalArgumentException("odd"));
    machine.troubleAt("put 2", new IndexOutOfBoundsException("even"));
    executor.run(Executor.Live.NOW);
    for (long i = 1; i <= 3; i++) {
      apply(i, i);
    }
    assertThat(fixture.said(Reply.class))
        .flatExtracting(each -> each.answers().get(0).results())
        .containsExactly(StateMachine.FAILED, StateMachine.FAILED, Bytes.utf8("1: put 3"));
    assertThat(meter.count(EngineMetrics.APPLICATION_FAILURES, "execute")).isEqualTo(2);
  }

  @Test
  void a_look_executes_nothing_and_sees_what_was_executed() {
    apply(1, 1);
    var seen = look("put 9");
    assertThat(seen.result()).isEqualTo(StateMachine.NO_QUERIES);
    assertThat(seen.at().value()).isEqualTo(1);
    assertThat(look("count").result()).isEqualTo(Bytes.utf8("1"));
    assertThat(machine.lines()).containsExactly("put 1");
  }

  private ReadResult look(String operation) {
    return executor
        .<ReadResult>runAsk(to -> new Executor.Read(Bytes.utf8(operation), to))
        .receiveReply();
  }

  @Test
  void a_look_at_which_the_machine_throws_fails_alone() {
    machine.troubleAt("get", new IllegalStateException());
    var seen =
        executor.<ReadResult>runAsk(to -> new Executor.Read(Bytes.utf8("get"), to)).receiveReply();
    assertThat(seen.result()).isEqualTo(StateMachine.FAILED);
    apply(1, 1);
    assertThat(machine.lines()).containsExactly("put 1");
  }

  @Test
  void a_stack_that_overflows_stops_the_executor() {
    machine.troubleAt("put 1", new StackOverflowError());
    assertThatThrownBy(() -> apply(1, 1)).isInstanceOf(StackOverflowError.class);
  }

  @Test
  void clients_that_name_one_address_are_answered_apart() {
    executor.run(Executor.Live.NOW);
    var id = new RequestId(new ClientId(101), 1, 1);
    var thief = fixture.committee.sign(Canonical.request(id, "client-100", List.of(Bytes.EMPTY)));
    executor.run(new Executor.Apply(List.of(fixture.decided(1, 0, thief, fixture.request(1)))));
    assertThat(fixture.said(Reply.class))
        .extracting(each -> each.client().value())
        .containsExactly(101L, 100L);
  }

  @Test
  void what_was_applied_already_is_not_applied_again() {
    apply(1, 1);
    apply(1, 1);
    assertThat(machine.lines()).containsExactly("put 1");
  }

  @Test
  void a_repeated_request_gets_the_kept_reply() {
    executor.run(Executor.Live.NOW);
    apply(1, 1);
    fixture.said(Reply.class);
    executor.run(new Executor.Resend(fixture.request(1), pool.getRef()));
    assertThat(fixture.said(Reply.class).get(0).answers().get(0).results())
        .containsExactly(Bytes.utf8("1: put 1"));
  }

  @Test
  void large_results_go_out_as_a_digest_and_in_full_to_who_asks_again() {
    executor.run(Executor.Live.NOW);
    var request = fixture.request(ActorFixture.CLIENT, 1, 1, "put " + "long ".repeat(10));
    execute(1, request);
    var first = fixture.said(Reply.class).get(0);
    assertThat(first.answers()).isEmpty();
    executor.run(new Executor.Resend(request, pool.getRef()));
    var again = fixture.said(Reply.class).get(0);
    assertThat(Canonical.results(again.answers().get(0).results()))
        .isEqualTo(first.digests().get(0).results());
  }

  @Test
  void a_request_too_old_to_know_is_refused_and_an_unknown_one_goes_back() {
    executor.run(Executor.Live.NOW);
    for (int i = 1; i <= ActorFixture.RULES.limits().requestsPerSession() + 1; i++) {
      apply(i, i + 1);
    }
    fixture.links.getAllReceived();
    executor.run(new Executor.Resend(fixture.request(1), pool.getRef()));
    assertThat(fixture.said(Refusal.class).get(0).reason()).isEqualTo(Refusal.Reason.EXPIRED);
    executor.run(new Executor.Resend(fixture.request(900), pool.getRef()));
    assertThat(ActorFixture.told(pool, RequestPool.Fresh.class)).hasSize(1);
  }

  @Test
  void checkpoints_are_reported_and_the_stable_ones_served() {
    executor.run(Executor.Live.NOW);
    apply(1, 1);
    assertThat(fixture.replica.hasMessages()).isFalse();
    var stable = checkpointAfter(2);
    assertThat(ActorFixture.told(fixture.chunks, ChunkServer.Hold.class))
        .extracting(ChunkServer.Hold::at)
        .containsExactly(stable.sequence());
    executor.run(new Executor.Settled(stable));
    assertThat(ActorFixture.told(fixture.chunks, ChunkServer.Serve.class))
        .extracting(ChunkServer.Serve::checkpoint)
        .containsExactly(stable);
  }

  @Test
  void a_snapshot_is_saved_when_it_is_due_and_then_reported() {
    executor.run(Executor.Live.NOW);
    apply(1, 1);
    executor.run(new Executor.Settled(checkpointAfter(2)));
    assertThat(writes).isEmpty();
    apply(3, 3);
    executor.run(new Executor.Settled(checkpointAfter(4)));
    write();
    assertThat(store.saved).containsExactly(4L);
    assertThat(ActorFixture.told(fixture.replica, Replica.SnapshotSaved.class))
        .containsExactly(new Replica.SnapshotSaved(new SequenceNumber(4)));
  }

  @Test
  void a_snapshot_is_due_by_bytes_too() {
    executor.run(Executor.Live.NOW);
    execute(1, fixture.request(ActorFixture.CLIENT, 1, 1, "x".repeat(10_000)));
    executor.run(new Executor.Settled(checkpointAfter(2)));
    write();
    assertThat(store.saved).containsExactly(2L);
    apply(3, 3);
    apply(4, 4);
    assertThat(writes).isEmpty();
  }

  @Test
  void of_what_is_read_from_disk_no_state_below_the_stable_one_is_kept() {
    var stable = stateAfter(4).checkpoint();
    executor.run(new Executor.Settled(stable));
    for (long at = 1; at <= 7; at++) {
      apply(at, at);
    }
    assertThat(ActorFixture.told(fixture.chunks, ChunkServer.Command.class))
        .extracting(Object::getClass)
        .containsExactly(ChunkServer.Hold.class, ChunkServer.Serve.class, ChunkServer.Hold.class);
    assertThat(ActorFixture.told(fixture.replica, Replica.CheckpointReached.class))
        .extracting(each -> each.header().sequence().value())
        .containsExactly(4L, 6L);
  }

  @Test
  void what_is_read_from_disk_goes_to_the_snapshot_as_soon_as_it_is_applied() {
    executor.run(new Executor.Settled(stateAfter(4).checkpoint()));
    for (long at = 1; at <= 5; at++) {
      apply(at, at);
    }
    assertThat(writes).isEmpty();
    executor.run(Executor.Live.NOW);
    write();
    assertThat(store.saved).containsExactly(4L);
  }

  @Test
  void a_request_of_a_session_that_nobody_knows_any_more_is_refused_as_it_is_ordered() {
    executor.run(Executor.Live.NOW);
    int sessions = ActorFixture.RULES.limits().sessionsPerClient() + 1;
    for (int session = 1; session <= sessions; session++) {
      execute(session, fixture.request(ActorFixture.CLIENT, session, 1, "put"));
    }
    fixture.links.getAllReceived();
    execute(sessions + 1, fixture.request(ActorFixture.CLIENT, 1, 2, "put"));
    var refusal = fixture.said(Refusal.class).get(0);
    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.EXPIRED);
    assertThat(machine.lines()).hasSize(sessions);
  }

  @Test
  void whoever_only_asks_is_told_how_far_this_replica_is() {
    executor.run(Executor.Live.NOW);
    apply(1, 1);
    fixture.links.getAllReceived();
    var asks = fixture.question(101);
    executor.run(new Executor.Resend(asks, pool.getRef()));
    var refusal = fixture.said(Refusal.class).get(0);
    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.ASKED);
    assertThat(refusal.executed().value()).isEqualTo(1);
    execute(2, asks);
    assertThat(machine.lines()).containsExactly("put 1");
    assertThat(fixture.said(Reply.class)).isEmpty();
  }

  private void execute(long at, Verified<Request> request) {
    executor.run(new Executor.Apply(List.of(fixture.decided(at, 0, request))));
  }

  @Test
  void a_snapshot_that_cannot_be_written_stops_the_executor() {
    store.broken = true;
    executor.run(Executor.Live.NOW);
    apply(1, 1);
    apply(2, 2);
    apply(3, 3);
    executor.run(new Executor.Settled(checkpointAfter(4)));
    assertThatThrownBy(this::write).hasMessageContaining("the disk is full");
  }

  @Test
  void a_snapshot_on_disk_is_where_a_restart_begins() throws IOException {
    var state = stateAfter(2);
    store.save(state);
    var found = executor.<Executor.Recovered>runAsk(Executor.Recover::new).receiveReply();
    assertThat(found.checkpoint()).isEqualTo(state.checkpoint());
    assertThat(found.executed()).accepts(fixture.request(2).message().id());
    assertThat(found.executed()).rejects(fixture.request(3).message().id());
    apply(3, 3);
    assertThat(machine.lines()).containsExactly("put 1", "put 2", "put 3");
  }

  @Test
  void the_snapshot_on_disk_is_served_once_nothing_newer_is_stable() throws IOException {
    var state = stateAfter(2);
    store.save(state);
    executor.<Executor.Recovered>runAsk(Executor.Recover::new);
    executor.run(Executor.Live.NOW);
    executor.run(new Executor.Settled(state.checkpoint()));
    assertThat(ActorFixture.told(fixture.chunks, ChunkServer.Serve.class))
        .containsExactly(new ChunkServer.Serve(state.checkpoint(), state.chunks()));
  }

  @Test
  void a_fetched_state_is_put_in_force_and_saved() {
    executor.run(Executor.Live.NOW);
    var state = stateAfter(4);
    executor.run(new Executor.Restore(state.checkpoint(), state.chunks()));
    var installed = ActorFixture.told(fixture.replica, Replica.StateInstalled.class).get(0);
    assertThat(installed.executed().test(fixture.request(4).message().id())).isTrue();
    assertThat(installed.executed().test(fixture.request(5).message().id())).isFalse();
    write();
    assertThat(store.saved).containsExactly(4L);
  }

  @Test
  void a_fetched_state_that_is_no_news_is_reported_as_such() {
    executor.run(Executor.Live.NOW);
    var state = stateAfter(2);
    apply(1, 1);
    apply(2, 2);
    apply(3, 3);
    executor.run(new Executor.Restore(state.checkpoint(), state.chunks()));
    assertThat(ActorFixture.told(fixture.replica, Replica.StateSuperseded.class))
        .containsExactly(new Replica.StateSuperseded(new SequenceNumber(3)));
    assertThat(machine.lines()).hasSize(3);
  }

  @Test
  void a_state_that_comes_before_the_disk_is_read_waits() {
    var state = stateAfter(4);
    executor.run(new Executor.Restore(state.checkpoint(), state.chunks()));
    apply(1, 1);
    executor.run(Executor.Live.NOW);
    executor.runOne();
    assertThat(ActorFixture.told(fixture.replica, Replica.StateInstalled.class)).hasSize(1);
    assertThat(machine.lines()).hasSize(4);
  }

  @Test
  void two_snapshots_are_never_written_at_once() {
    executor.run(Executor.Live.NOW);
    for (long at : List.of(2L, 4L)) {
      var state = stateAfter(at);
      executor.run(new Executor.Restore(state.checkpoint(), state.chunks()));
    }
    assertThat(writes).hasSize(1);
    write();
    assertThat(writes).hasSize(1);
    write();
    assertThat(store.saved).containsExactly(2L, 4L);
  }

  private void apply(long at, long number) {
    execute(at, fixture.request(number));
  }

  /** Lets the write that waits happen, and the executor hear of it. */
  private void write() {
    writes.remove().run();
    executor.runOne();
  }

  private StableCheckpoint checkpointAfter(long at) {
    apply(at, at);
    var reached = ActorFixture.told(fixture.replica, Replica.CheckpointReached.class);
    return fixture.committee.stable(reached.get(reached.size() - 1).header());
  }

  /** What others came to. */
  private SnapshotStore.Snapshot stateAfter(long at) {
    var others = new Execution(new RecordingMachine(), ActorFixture.CONFIGURATION);
    List<Chunk> chunks = List.of();
    for (long i = 1; i <= at; i++) {
      chunks = others.apply(fixture.decided(i, 0, fixture.request(i))).chunks();
    }
    return new SnapshotStore.Snapshot(fixture.committee.stable(others.last()), chunks);
  }

  private BehaviorTestKit<Executor.Command> executor() {
    return BehaviorTestKit.create(
        Executor.create(
            new Executor.Parts(
                machine,
                fixture.signer(),
                ActorFixture.CONFIGURATION,
                store,
                fixture.replica.getRef(),
                fixture.links.getRef(),
                fixture.chunks.getRef(),
                new SnapshotSchedule(4, 10_000),
                writes::add,
                fixture.fullRepliers(),
                meter)));
  }
}
