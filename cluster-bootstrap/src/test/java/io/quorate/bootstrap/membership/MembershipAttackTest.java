package io.quorate.bootstrap.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterUserAction;
import org.apache.pekko.cluster.Gossip;
import org.apache.pekko.cluster.GossipEnvelope;
import org.apache.pekko.cluster.InternalClusterAction;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.remote.RemoteActorRefProvider;
import org.apache.pekko.remote.artery.ArteryTransport;
import org.apache.pekko.remote.artery.Quarantined;
import org.apache.pekko.util.Version;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Set$;

/**
 * Replica 3 lies in the cluster with its own key. Victim is replica 0, replica 1 is told. Nothing
 * comes of it, so all attack one cluster.
 */
@Tag("slow")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MembershipAttackTest {

  private static final Set<String> ALL = Set.of("replica-0", "replica-1", "replica-2", "replica-3");

  private static final ClusterOfFour four = new ClusterOfFour(true);
  private static ActorSystem liar;

  private long before;

  @BeforeAll
  static void startAll() {
    four.start(0);
    four.start(1);
    four.start(2);
    liar = four.start(3, OverheardSerializer.class);
    four.awaitUp(0, 1, 2, 3);
  }

  @AfterAll
  static void stop() {
    four.close();
  }

  @BeforeEach
  void count() {
    before = four.refusedBy(1);
  }

  /** Nothing happens, for longer than Pekko needs to take a member out. */
  private void awaitNothing() {
    await()
        .during(Duration.ofSeconds(2))
        .atMost(ClusterOfFour.PATIENCE)
        .until(() -> four.up(0).equals(ALL) && four.up(1).equals(ALL) && four.up(2).equals(ALL));
    assertThat(four.cluster(0).isTerminated()).isFalse();
  }

  private void awaitRefused() {
    await().atMost(ClusterOfFour.PATIENCE).until(() -> four.refusedBy(1) > before);
  }

  @Test
  void nobody_marks_another_one_down_or_sends_it_away() {
    four.tell(liar, 1, new ClusterUserAction.Down(four.address(0)));
    awaitRefused();
    four.tell(liar, 0, new ClusterUserAction.Leave(four.address(0)));
    await().atMost(ClusterOfFour.PATIENCE).until(() -> four.refusedBy(0) > 0);
    awaitNothing();
  }

  @Test
  void a_state_in_which_another_one_is_down_is_refused() {
    tellState(heard -> heard.markAsDown(heard.member(node(0))));
    awaitRefused();
    awaitNothing();
  }

  @Test
  void a_state_in_which_another_one_was_removed_is_refused() {
    tellState(heard -> heard.remove(node(0), System.currentTimeMillis()));
    awaitRefused();
    awaitNothing();
  }

  /** Without a sign that it was removed: as if it had never been there. */
  @Test
  void a_state_that_leaves_another_one_out_is_refused() {
    tellState(
        heard ->
            heard.copy(
                heard.remove(node(0), 1).members(),
                heard.remove(node(0), 1).overview(),
                heard.version(),
                Gossip.apply$default$4()));
    awaitRefused();
    awaitNothing();
  }

  private interface Lie {
    Gossip of(Gossip heard);
  }

  /** As the liar's own, newer than all that was heard. */
  private void tellState(Lie lie) {
    var from = Cluster.get(liar).selfUniqueAddress();
    await()
        .atMost(ClusterOfFour.PATIENCE)
        .until(
            () -> {
              var heard = OverheardSerializer.heardBy(from.address());
              return heard != null && heard.hasMember(node(0)) && heard.hasMember(node(1));
            });
    var told = lie.of(OverheardSerializer.heardBy(from.address()));
    for (int i = 0; i < 100; i++) {
      told = told.$colon$plus(Gossip.vclockName(from));
    }
    four.tell(liar, 1, GossipEnvelope.apply(from, node(1), told));
    four.tell(liar, 0, GossipEnvelope.apply(from, node(0), told));
  }

  private UniqueAddress node(int replica) {
    return four.cluster(replica).selfUniqueAddress();
  }

  @Test
  void nobody_joins_with_another_ones_address_or_many_times() {
    four.tell(liar, 1, join(four.address(0)));
    awaitRefused();
    for (int i = 0; i < 50; i++) {
      four.tell(liar, 1, join(Address.apply("pekko", "quorate", "127.0.0.1", 1 + i)));
    }
    await().atMost(ClusterOfFour.PATIENCE).until(() -> four.refusedBy(1) > before + 50);
    awaitNothing();
    assertThat(four.members(1)).isEqualTo(4);
  }

  private static InternalClusterAction.Join join(Address address) {
    var node = new UniqueAddress(address, 7L);
    var nobody = Set$.MODULE$.<String>empty();
    return new InternalClusterAction.Join(node, nobody, Version.apply("0.0.0"));
  }

  @Test
  void members_that_are_no_replicas_are_refused() {
    tellState(
        heard -> {
          var invented = new UniqueAddress(Address.apply("pekko", "quorate", "127.0.0.1", 1), 7L);
          var one = heard.member(node(0));
          return heard.$colon$plus(
              new Member(
                  invented, 1, one.status(), Set$.MODULE$.<String>empty(), one.appVersion()));
        });
    awaitRefused();
    assertThat(four.members(1)).isEqualTo(4);
  }

  /** Remoting's own messages are not signed; without a split-brain resolver nothing follows. */
  @Test
  void a_replica_that_is_told_it_is_quarantined_goes_on() {
    var provider = (RemoteActorRefProvider) ((ExtendedActorSystem) liar).provider();
    var transport = (ArteryTransport) provider.transport();
    var innocent = four.cluster(1).selfUniqueAddress();
    var victim = four.cluster(0).selfUniqueAddress();
    transport
        .association(victim.address())
        .sendControl(
            new Quarantined(
                new org.apache.pekko.remote.UniqueAddress(innocent.address(), innocent.longUid()),
                new org.apache.pekko.remote.UniqueAddress(victim.address(), victim.longUid())));
    awaitNothing();
  }
}
