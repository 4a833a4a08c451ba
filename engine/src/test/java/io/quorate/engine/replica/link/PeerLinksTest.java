package io.quorate.engine.replica.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message.Announcement;
import io.quorate.engine.replica.ActorFixture;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.Transport;
import io.quorate.engine.spi.Transport.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.Effect;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PeerLinksTest {

  private static final Bytes WIRE = Bytes.wrap(new byte[100]);

  private final ActorFixture fixture = new ActorFixture();
  private final List<String> sent = new ArrayList<>();
  private final List<ReplicaId> lost = new ArrayList<>();
  private final List<Bytes> greetings = new ArrayList<>();
  private final List<String> greeted = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final List<Consumer<String>> connected = new ArrayList<>();
  private BehaviorTestKit<PeerLinks.Command> links;

  @BeforeEach
  void open() {
    links = BehaviorTestKit.create(PeerLinks.create(parts()));
  }

  @Test
  void a_replica_announces_itself_to_all_others_at_once() {
    assertThat(greetings).hasSize(3);
    assertThat(fixture.read(greetings.get(0)))
        .isEqualTo(new Announcement(new ReplicaId(0), 7, "here:1"));
  }

  @Test
  void a_broadcast_reaches_all_others_and_a_message_one() {
    links.run(new PeerLinks.Broadcast(WIRE, Lane.VOTES));
    assertThat(sent).containsExactly(at(1), at(2), at(3));
    links.run(new PeerLinks.Send(new ReplicaId(2), WIRE, Lane.BULK));
    links.run(new PeerLinks.Send(new ReplicaId(0), WIRE, Lane.BULK));
    links.run(new PeerLinks.Send(new ReplicaId(9), WIRE, Lane.BULK));
    assertThat(sent).hasSize(4).last().isEqualTo(at(2));
  }

  @Test
  void who_nobody_listens_for_is_told_by_number() {
    links.run(new PeerLinks.Refused("somewhere else"));
    assertThat(lost).isEmpty();
    links.run(new PeerLinks.Refused(at(2)));
    assertThat(lost).containsExactly(new ReplicaId(2));
  }

  @Test
  void a_client_is_answered_where_it_listens() {
    links.run(new PeerLinks.Answer("over there", WIRE));
    assertThat(sent).containsExactly("client over there");
  }

  /** Four replicas relayed large requests to each other, and none heard another any more. */
  @Test
  void votes_and_statuses_reach_a_peer_whose_window_is_used_up() {
    for (int i = 0; i < 20; i++) {
      links.run(new PeerLinks.Broadcast(WIRE, Lane.REQUESTS));
    }
    sent.clear();
    links.run(new PeerLinks.Broadcast(WIRE, Lane.REQUESTS));
    assertThat(sent).isEmpty();
    links.run(new PeerLinks.Broadcast(WIRE, Lane.VOTES));
    assertThat(sent).containsExactly(at(1), at(2), at(3));
  }

  @Test
  void a_peer_that_is_not_heard_gets_no_more_than_its_window() {
    for (int i = 0; i < 20; i++) {
      links.run(new PeerLinks.Broadcast(WIRE, Lane.BULK));
      links.run(new PeerLinks.PeerHeard(new ReplicaId(1)));
    }
    assertThat(sent.stream().filter(at(1)::equals)).hasSize(20);
    assertThat(sent.stream().filter(at(2)::equals)).hasSizeLessThanOrEqualTo(4);
    links.run(new PeerLinks.PeerHeard(new ReplicaId(2)));
    sent.clear();
    links.run(new PeerLinks.Broadcast(WIRE, Lane.BULK));
    assertThat(sent).containsExactly(at(1), at(2));
  }

  @Test
  void only_a_later_life_of_a_peer_moves_it() {
    announce(2, 5, "new:1");
    announce(2, 5, "false:1");
    announce(2, 4, "old:1");
    sent.clear();
    links.run(new PeerLinks.Send(new ReplicaId(2), WIRE, Lane.VOTES));
    assertThat(sent).containsExactly("new:1");
  }

  @Test
  void a_peer_that_announces_itself_is_greeted_once() {
    greetings.clear();
    announce(2, 5, "new:1");
    announce(2, 5, "new:1");
    assertThat(greetings).hasSize(1);
  }

  @Test
  void a_registrys_hints_are_greeted_once_and_believed_never() {
    greetings.clear();
    links.run(new PeerLinks.Hints(Set.of("a:1", "b:1")));
    links.run(new PeerLinks.Hints(Set.of("a:1", "b:1", "c:1")));
    assertThat(greetings).hasSize(3);
    sent.clear();
    links.run(new PeerLinks.Broadcast(WIRE, Lane.VOTES));
    assertThat(sent).containsExactly(at(1), at(2), at(3));
  }

  @Test
  void who_is_not_heard_is_told_again_where_this_replica_listens() {
    greeted.clear();
    for (int i = 0; i < 2 * PeerLinks.REMIND; i++) {
      links.run(new PeerLinks.Send(new ReplicaId(2), WIRE, Lane.VOTES));
      links.run(new PeerLinks.Send(new ReplicaId(1), WIRE, Lane.VOTES));
      links.run(new PeerLinks.PeerHeard(new ReplicaId(1)));
    }
    assertThat(greeted).containsExactly(at(2), at(2));
  }

  @Test
  void and_so_is_whoever_only_the_registry_knows() {
    links.run(new PeerLinks.Hints(Set.of(at(1), "here:1", "new:1")));
    greeted.clear();
    for (int i = 0; i < PeerLinks.REMIND; i++) {
      links.run(new PeerLinks.Send(new ReplicaId(2), WIRE, Lane.VOTES));
    }
    assertThat(greeted).containsExactly(at(2), "new:1");
  }

  @Test
  void of_the_hints_of_a_registry_that_lies_few_are_heeded() {
    var invented = new TreeSet<String>();
    for (int i = 0; i < 1_000; i++) {
      invented.add("invented:" + (10_000 + i));
    }
    greeted.clear();
    links.run(new PeerLinks.Hints(Set.of("true:1")));
    links.run(new PeerLinks.Hints(and("true:1", invented)));
    assertThat(greeted).hasSize(4 * PeerLinks.HINTS).startsWith("true:1");
    links.run(new PeerLinks.Hints(Set.of("true:1", "late:1")));
    assertThat(greeted).hasSize(4 * PeerLinks.HINTS + 1).endsWith("late:1");
  }

  @Test
  void a_client_that_connects_is_told_of_all_who_announced_themselves() {
    announce(2, 5, "new:1");
    announce(2, 6, at(2));
    connected.get(0).accept("over there");
    runSelf();
    assertThat(told)
        .containsExactly(
            "over there: " + new Announcement(new ReplicaId(0), 7, "here:1"),
            "over there: " + new Announcement(new ReplicaId(2), 6, at(2)));
  }

  @Test
  void clients_that_are_connected_are_told_of_a_move_once() {
    announce(2, 5, "new:1");
    announce(2, 5, "new:1");
    announce(2, 4, "old:1");
    assertThat(told).isEmpty();
    fire(1);
    assertThat(told).containsExactly("all: " + new Announcement(new ReplicaId(2), 5, "new:1"));
  }

  @Test
  void a_peer_that_moves_again_and_again_costs_clients_one_message_in_a_while() {
    for (int i = 1; i <= 100; i++) {
      announce(2, i, "new:" + i);
      announce(3, i, "other:" + i);
    }
    fire(2);
    assertThat(told)
        .containsExactly(
            "all: " + new Announcement(new ReplicaId(2), 100, "new:100"),
            "all: " + new Announcement(new ReplicaId(3), 100, "other:100"));
  }

  @Test
  void answers_are_accompanied_by_nothing() {
    announce(2, 5, "new:1");
    sent.clear();
    links.run(new PeerLinks.Answer("over there", WIRE));
    assertThat(sent).containsExactly("client over there");
    assertThat(told).isEmpty();
  }

  /** The time of so many timers is over. */
  private void fire(int timers) {
    var scheduled =
        links.getAllEffects().stream()
            .filter(Effect.TimerScheduled.class::isInstance)
            .map(each -> (PeerLinks.Command) ((Effect.TimerScheduled<?>) each).msg())
            .toList();
    assertThat(scheduled).hasSize(timers);
    scheduled.forEach(links::run);
  }

  private void runSelf() {
    while (links.selfInbox().hasMessages()) {
      links.runOne();
    }
  }

  private static Set<String> and(String one, Set<String> others) {
    var all = new TreeSet<>(others);
    all.add(one);
    return all;
  }

  private void announce(int replica, long incarnation, String address) {
    var message = new Announcement(new ReplicaId(replica), incarnation, address);
    links.run(new PeerLinks.Announced(fixture.committee.replica(replica).sign(message)));
  }

  private static String at(int replica) {
    return "replica-" + replica + ".example:25520";
  }

  private PeerLinks.Parts parts() {
    var configuration = fixture.committee.genesis().configuration();
    return new PeerLinks.Parts(
        new Recording(), lost::add, fixture.signer(), configuration, 7, "here:1", 300, Meter.NONE);
  }

  private final class Recording implements Transport {
    @Override
    public void listen(Lane lane, ActorRef<InboundFrame> taker) {}

    @Override
    public void watchClients(Consumer<String> watcher) {
      connected.add(watcher);
    }

    @Override
    public void toAllClients(Bytes wire) {
      told.add("all: " + fixture.read(wire));
    }

    @Override
    public void toReplica(String address, Lane lane, Bytes wire) {
      if (wire.equals(WIRE)) {
        sent.add(address);
      } else {
        greetings.add(wire);
        greeted.add(address);
      }
    }

    @Override
    public void toClient(String replyTo, Bytes wire) {
      if (wire.equals(WIRE)) {
        sent.add("client " + replyTo);
      } else {
        told.add(replyTo + ": " + fixture.read(wire));
      }
    }
  }
}
