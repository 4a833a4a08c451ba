package io.quorate.bootstrap.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quorate.bootstrap.keys.IdentityKey;
import io.quorate.engine.crypto.SignatureScheme;
import java.security.SecureRandom;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterUserAction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Members come, go, come back, or claim to be others. */
@Tag("slow")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MembershipChangesTest {

  private ClusterOfFour four = new ClusterOfFour(true);

  @AfterEach
  void stop() {
    four.close();
  }

  private ActorSystem startAll() {
    four.start(0);
    four.start(1);
    four.start(2);
    var last = four.start(3);
    four.awaitUp(0, 1, 2, 3);
    return last;
  }

  @Test
  void without_the_guard_one_word_takes_a_replica_out() {
    four.close();
    four = new ClusterOfFour(false);
    var liar = startAll();
    four.tell(liar, 1, new ClusterUserAction.Down(four.address(0)));
    await().atMost(ClusterOfFour.PATIENCE).until(() -> !four.up(1).contains("replica-0"));
    await().atMost(ClusterOfFour.PATIENCE).until(() -> four.cluster(0).isTerminated());
  }

  /** Two claim one replica: the one with a key that is not the committee's is not heard. */
  @Test
  void a_strangers_key_speaks_for_nobody() {
    four.list(0, 1, 2);
    four.start(0);
    four.start(1);
    four.start(2);
    four.awaitUp(0, 1, 2);
    var key = IdentityKey.create(SignatureScheme.ED25519, new SecureRandom());
    var stranger = four.system(3, GuardedClusterSerializer.class, key.signer());
    four.tell(stranger, 1, new ClusterUserAction.Leave(four.address(3)));
    Cluster.get(stranger).join(four.address(1));
    await().atMost(ClusterOfFour.PATIENCE).until(() -> four.refusedBy(1) > 0);
    assertThat(four.up(1)).hasSize(3);
  }

  @Test
  @Tag("processes")
  void what_was_said_in_a_former_life_counts_no_more() {
    startAll();
    var former = (ExtendedActorSystem) four.system(2);
    var leave = new ClusterUserAction.Leave(four.address(2));
    var said = new GuardedClusterSerializer(former).toBinary(leave);
    four.end(2);
    four.start(2);
    four.awaitUp(0, 1, 2, 3);
    var replayed = four.refusedBy(1);
    var hearing = new GuardedClusterSerializer((ExtendedActorSystem) four.system(1));
    var newer =
        new GuardedClusterSerializer((ExtendedActorSystem) four.system(2))
            .toBinary(new ClusterUserAction.Leave(four.address(2)));
    assertThat(hearing.fromBinary(newer, "L")).isEqualTo(leave);
    assertThatThrownBy(() -> hearing.fromBinary(said, "L"))
        .hasMessageContaining("a life that is over");
    assertThat(four.refusedBy(1)).isGreaterThan(replayed);
  }

  @Test
  void who_leaves_by_itself_is_gone_for_all() {
    startAll();
    four.cluster(2).leave(four.address(2));
    for (int i : new int[] {0, 1, 3}) {
      await().atMost(ClusterOfFour.PATIENCE).until(() -> four.members(i) == 3);
    }
    assertThat(four.refusedBy(0)).isLessThan(20);
  }

  @Test
  @Tag("processes")
  void who_was_killed_and_starts_again_at_the_same_address_is_back_for_all() {
    startAll();
    four.end(2);
    four.start(2);
    four.awaitUp(0, 1, 2, 3);
  }

  @Test
  void who_starts_again_elsewhere_takes_out_what_is_left_of_it() {
    startAll();
    four.end(2);
    four.move(2);
    four.start(2);
    four.awaitUp(0, 1, 2, 3);
  }

  /** Two claim one replica, and one of them is here. */
  @Test
  void nobody_tells_a_replica_that_it_is_that_replica() {
    startAll();
    four.move(0);
    var twin = four.system(0, GuardedClusterSerializer.class, four.group.key(0).signer());
    var here = four.cluster(0).selfUniqueAddress().address();
    twin.actorSelection(here + "/system/cluster/core/daemon")
        .tell(new ClusterUserAction.Leave(here), ActorRef.noSender());
    await().atMost(ClusterOfFour.PATIENCE).until(() -> four.refusedBy(0) > 0);
    assertThat(four.cluster(0).isTerminated()).isFalse();
  }
}
