package io.quorate.engine.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.StateMessage.FetchChunk;
import io.quorate.engine.model.message.StateMessage.FetchState;
import io.quorate.engine.model.message.StateMessage.StateChunk;
import io.quorate.engine.model.message.StateMessage.StateManifest;
import io.quorate.engine.replica.link.PeerLinks;
import io.quorate.engine.replica.transfer.ChunkServer;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.RecordingMeter;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.Effect;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StateTransferTest {

  private static final Chunk ONE = Chunk.of(Bytes.utf8("one"));
  private static final Chunk TWO = Chunk.of(Bytes.wrap(new byte[ChunkServer.PART + 9]));

  private final ActorFixture fixture = new ActorFixture();
  private final RecordingMeter meter = new RecordingMeter();
  private final States states = new States();
  private final BehaviorTestKit<StateTransfer.Command> transfer =
      BehaviorTestKit.create(
          StateTransfer.create(
              new StateTransfer.Parts(
                  fixture.signer(),
                  fixture.replica.getRef(),
                  fixture.executor.getRef(),
                  fixture.links.getRef(),
                  fixture.rejections,
                  fixture.clock,
                  meter,
                  new StateTransfer.Bounds(2, 1 << 20))));
  private final BehaviorTestKit<ChunkServer.Command> server =
      BehaviorTestKit.create(
          ChunkServer.create(fixture.committee.replica(1), fixture.links.getRef()));

  @Test
  void a_state_is_fetched_from_a_server_and_handed_to_the_executor() {
    serve(64, ONE, TWO);
    came(1, shown());
    assertThat(ActorFixture.told(fixture.replica, Replica.StateNeeded.class))
        .containsExactly(new Replica.StateNeeded(new SequenceNumber(64)));
    exchange();
    var restore = ActorFixture.told(fixture.executor, Executor.Restore.class).get(0);
    assertThat(restore.chunks()).containsExactly(ONE, TWO);
    transfer.run(new StateTransfer.StateReached(new SequenceNumber(64)));
    assertThat(ActorFixture.told(fixture.replica, Replica.CaughtUp.class)).hasSize(1);
  }

  @Test
  void a_manifest_that_is_not_its_root_is_refused() {
    var manifest = states.withChunks(states.manifest(1, 64, ONE), TWO);
    came(1, manifest);
    assertThat(fixture.rejections.count("ManifestNotItsRoot")).isEqualTo(1);
    assertThat(fixture.replica.hasMessages()).isFalse();
  }

  @Test
  void a_state_that_the_replica_has_passed_is_not_fetched() {
    transfer.run(new StateTransfer.StateReached(new SequenceNumber(64)));
    came(1, states.manifest(1, 64, ONE));
    assertThat(fixture.replica.hasMessages()).isFalse();
  }

  @Test
  void a_lie_never_reaches_the_executor() {
    came(1, states.manifest(1, 64, ONE));
    came(2, states.manifest(2, 64, ONE));
    var lie = Bytes.utf8("eno");
    var asked = fixture.said(FetchChunk.class);
    assertThat(asked).hasSize(1);
    came(1, new StateChunk(new ReplicaId(1), ONE.digest(), 3, 0, lie));
    assertThat(fixture.executor.hasMessages()).isFalse();
    came(2, new StateChunk(new ReplicaId(2), ONE.digest(), ONE.length(), 0, ONE.frame()));
    assertThat(ActorFixture.told(fixture.executor, Executor.Restore.class)).hasSize(1);
  }

  @Test
  void a_source_that_never_answers_is_given_up() {
    came(1, states.manifest(1, 64, ONE));
    came(2, states.manifest(2, 64, ONE));
    fixture.links.getAllReceived();
    fixture.clock.pass(Duration.ofSeconds(3).toNanos());
    transfer.run(retry());
    var asks = fixture.links.getAllReceived();
    assertThat(asks)
        .anyMatch(each -> each instanceof PeerLinks.Send send && send.to().value() == 2);
    assertThat(asks)
        .anyMatch(each -> fixture.read(ActorFixture.wireOf(each)) instanceof FetchState);
  }

  @Test
  void the_target_moves_on_with_the_group() {
    came(1, states.manifest(1, 64, ONE));
    came(1, states.manifest(1, 128, TWO));
    serve(128, TWO);
    fixture.said(StateManifest.class);
    fixture.clock.pass(Duration.ofSeconds(3).toNanos());
    transfer.run(retry());
    exchange();
    var restore = ActorFixture.told(fixture.executor, Executor.Restore.class).get(0);
    assertThat(restore.checkpoint().sequence().value()).isEqualTo(128);
  }

  @Test
  void a_replica_that_gets_there_by_itself_is_let_go() {
    came(1, states.manifest(1, 64, ONE));
    transfer.run(new StateTransfer.StateReached(new SequenceNumber(63)));
    assertThat(ActorFixture.told(fixture.replica, Replica.CaughtUp.class)).isEmpty();
    transfer.run(new StateTransfer.StateReached(new SequenceNumber(70)));
    assertThat(ActorFixture.told(fixture.replica, Replica.CaughtUp.class))
        .containsExactly(new Replica.CaughtUp(new SequenceNumber(70)));
    came(1, states.manifest(1, 128, ONE));
    assertThat(ActorFixture.told(fixture.replica, Replica.StateNeeded.class)).hasSize(1);
  }

  @Test
  void a_server_shows_the_newest_state_and_gives_what_older_ones_had() {
    serve(64, ONE);
    serve(128, TWO);
    server.run(new ChunkServer.Offer(new ReplicaId(3)));
    assertThat(fixture.said(StateManifest.class))
        .extracting(each -> each.checkpoint().sequence().value())
        .containsExactly(128L);
    server.run(new ChunkServer.StateRequested(new FetchChunk(new ReplicaId(3), ONE.digest(), 0)));
    assertThat(fixture.said(StateChunk.class)).hasSize(1);
    serve(192, TWO);
    serve(256, TWO);
    serve(320, TWO);
    server.run(new ChunkServer.StateRequested(new FetchChunk(new ReplicaId(3), ONE.digest(), 0)));
    assertThat(fixture.links.hasMessages()).isFalse();
  }

  @Test
  void a_server_gives_what_is_in_a_checkpoint_that_only_a_liar_can_prove_to_be_stable() {
    serve(64, ONE);
    server.run(new ChunkServer.Hold(new SequenceNumber(128), List.of(TWO)));
    server.run(new ChunkServer.StateRequested(new FetchChunk(new ReplicaId(3), TWO.digest(), 0)));
    assertThat(fixture.said(StateChunk.class)).hasSize(1);
    assertThat(shown().checkpoint().sequence()).isEqualTo(new SequenceNumber(64));
  }

  /** Else a peer that is given more than a window before it says where it stands gets no more. */
  @Test
  void who_asks_for_the_next_part_is_heard() {
    serve(64, TWO);
    server.run(new ChunkServer.StateRequested(new FetchChunk(new ReplicaId(3), TWO.digest(), 0)));
    assertThat(ActorFixture.told(fixture.links, PeerLinks.PeerHeard.class))
        .containsExactly(new PeerLinks.PeerHeard(new ReplicaId(3)));
  }

  @Test
  void a_server_answers_nonsense_with_silence() {
    server.run(
        new ChunkServer.StateRequested(new FetchState(new ReplicaId(3), SequenceNumber.ZERO)));
    serve(64, ONE);
    server.run(new ChunkServer.StateRequested(new FetchChunk(new ReplicaId(3), TWO.digest(), 0)));
    server.run(
        new ChunkServer.StateRequested(
            new FetchChunk(new ReplicaId(3), ONE.digest(), ONE.length() + 1)));
    assertThat(fixture.links.hasMessages()).isFalse();
  }

  private void serve(long at, Chunk... chunks) {
    server.run(new ChunkServer.Serve(states.checkpoint(at, List.of(chunks)), List.of(chunks)));
  }

  private StateManifest shown() {
    server.run(
        new ChunkServer.StateRequested(new FetchState(new ReplicaId(0), SequenceNumber.ZERO)));
    return fixture.said(StateManifest.class).get(0);
  }

  private void came(int from, Message message) {
    transfer.run(
        new StateTransfer.StatePartReceived(fixture.committee.replica(from).sign(message)));
  }

  /** Carries questions and answers to and fro until nobody says anything. */
  private void exchange() {
    while (fixture.links.hasMessages()) {
      for (var ask : fixture.said(FetchChunk.class)) {
        server.run(new ChunkServer.StateRequested(ask));
      }
      for (var part : fixture.said(StateChunk.class)) {
        came(1, part);
      }
    }
  }

  private StateTransfer.Command retry() {
    return transfer.getAllEffects().stream()
        .filter(Effect.TimerScheduled.class::isInstance)
        .map(each -> (StateTransfer.Command) ((Effect.TimerScheduled<?>) each).msg())
        .findFirst()
        .orElseThrow();
  }
}
