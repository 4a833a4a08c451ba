package io.quorate.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.core.CoreFixture;
import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.CheckpointProof;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Stance;
import io.quorate.engine.model.message.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** §4.3, garbage collection: checkpoints, their proofs, and the water marks. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Section43GarbageCollectionTest {

  private final SigningCommittee committee = new SigningCommittee();
  private final Verified<Request> request = committee.request(1, 1, "a");
  private final Batch batch = committee.batch(request);
  private final Header header = committee.header(4, "s");
  private final CoreFixture replica =
      new CoreFixture(committee.core(2)).after(core -> core.onRequest(request));

  /** Checkpoints are made when a number that a constant divides is executed. */
  @Test
  void a_checkpoint_is_said_at_every_interval_and_nowhere_else() {
    for (long at = 1; at <= 8; at++) {
      var next = committee.header(at, "s");
      replica.after(core -> core.onExecuted(next));
    }
    assertThat(forwarded()).extracting(Statement::type).containsOnly(MessageType.CHECKPOINT);
    assertThat(forwarded()).extracting(Statement::sequence).containsExactly(4L, 8L);
  }

  /** A CHECKPOINT carries the digest of the state. */
  @Test
  void a_checkpoint_says_what_the_state_is() {
    replica.after(core -> core.onExecuted(header));
    assertThat(forwarded()).extracting(Statement::digest).containsExactly(header.digest());
  }

  /** With 2f + 1 that are signed by different replicas for one digest it is stable. */
  @Test
  void with_2f_plus_1_equal_checkpoints_the_water_marks_move() {
    replica.after(core -> core.onExecuted(header));
    count(header, 0, 0);
    count(committee.header(4, "t"), 3);
    assertThat(replica.effects(Effect.StabilizeCheckpoint.class)).isEmpty();
    count(header, 1);
    assertThat(replica.effects(Effect.StabilizeCheckpoint.class)).hasSize(1);
    assertThat(replica.core().stable().sequence()).isEqualTo(new SequenceNumber(4));
    replica.after(core -> core.onPrePrepare(committee.proposal(0, 12, batch)));
    assertThat(replica.sent(MessageType.PREPARE)).hasSize(1);
  }

  /** Ours: it is stable when this replica's own state is that one, too, and not before. */
  @Test
  void the_checkpoints_of_others_alone_make_nothing_stable_here() {
    count(header, 0, 1, 3);
    assertThat(replica.effects(Effect.StabilizeCheckpoint.class)).isEmpty();
    replica.after(core -> core.onExecuted(header));
    assertThat(replica.effects(Effect.StabilizeCheckpoint.class)).hasSize(1);
  }

  /** Ours: who has another state than a quorum must not go on. */
  @Test
  void a_replica_whose_state_is_not_the_quorums_halts() {
    replica.after(core -> core.onExecuted(committee.header(4, "t")));
    count(header, 0, 1);
    assertThat(replica.effects(Effect.Halt.class)).isEmpty();
    count(header, 3);
    assertThat(replica.effects(Effect.Halt.class)).hasSize(1);
  }

  /** Then all that has this number or a lower one is discarded, and what is above is kept. */
  @Test
  void what_leads_to_a_stable_checkpoint_is_forgotten_and_nothing_else() {
    prepareAt(4);
    prepareAt(5);
    replica.after(core -> core.onExecuted(header));
    count(header, 0, 1);
    replica.after(core -> core.stopVoting(new View(1)));
    var said = (ViewChange) replica.sent(MessageType.VIEW_CHANGE).get(0).message();
    assertThat(said.stable().header()).isEqualTo(header);
    assertThat(said.prepared()).extracting(each -> each.sequence().value()).containsExactly(5L);
  }

  /** Until then they must be kept, for they may have to be shown. */
  @Test
  void what_leads_to_a_checkpoint_that_is_not_stable_is_kept() {
    prepareAt(4);
    replica.after(core -> core.onExecuted(header));
    count(header, 0);
    replica.after(core -> core.stopVoting(new View(1)));
    var said = (ViewChange) replica.sent(MessageType.VIEW_CHANGE).get(0).message();
    assertThat(said.stable().sequence()).isEqualTo(SequenceNumber.ZERO);
    assertThat(said.prepared()).hasSize(1);
  }

  /** 2f + 1 CHECKPOINTs are the proof: whoever lacks it is shown it. */
  @Test
  void a_peer_behind_a_stable_checkpoint_is_shown_its_proof() {
    replica.after(core -> core.onExecuted(header));
    count(header, 0, 1);
    replica.after(core -> core.onStatus(standing(3, 0)));
    var shown =
        replica.effects(Effect.SignAndSend.class).stream()
            .filter(each -> each.message() instanceof CheckpointProof)
            .toList();
    assertThat(shown)
        .extracting(Effect.SignAndSend::to)
        .containsExactly(Optional.of(new ReplicaId(3)));
    var proof = ((CheckpointProof) shown.get(0).message()).checkpoint();
    assertThat(proof.header()).isEqualTo(header);
    assertThat(proof.signature().endorsements())
        .extracting(each -> each.signer().value())
        .containsExactlyInAnyOrder(0, 1, 2);
  }

  private void count(Header said, int... by) {
    for (int each : by) {
      replica.after(core -> core.onCheckpoint(committee.checkpoint(each, said)));
    }
  }

  private void prepareAt(long at) {
    replica.after(core -> core.onPrePrepare(committee.proposal(0, at, batch)));
    replica.after(core -> core.onPrepare(committee.prepare(1, 0, at, batch.digest())));
  }

  private List<Statement> forwarded() {
    return replica.effects(Effect.SendSigned.class).stream()
        .map(Section43GarbageCollectionTest::statement)
        .toList();
  }

  private static Statement statement(Effect.SendSigned forward) {
    return MessageCodec.open(forward.wire())
        .orElseThrow(error -> new IllegalStateException(error.toString()))
        .statement();
  }

  private static Status standing(int replica, long stable) {
    return new Status(
        new ReplicaId(replica),
        View.ZERO,
        Stance.VOTING,
        new SequenceNumber(stable),
        new SequenceNumber(stable),
        0);
  }
}
