package io.quorate.engine.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message.Announcement;
import io.quorate.engine.model.message.Message.Refusal;
import io.quorate.engine.spi.InboundFrame;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BftClientMovedTest extends ClientFixture {

  @Test
  void a_request_goes_to_where_each_replica_says_that_it_listens() {
    announce(2, 5, "new:1");
    ask("a");
    assertThat(sentTo).containsExactly(at(0), at(1), "new:1", at(3));
    pass(Duration.ofSeconds(1));
    assertThat(sentTo.subList(4, 8)).containsExactly(at(0), at(1), "new:1", at(3));
  }

  @Test
  void what_is_in_flight_is_sent_at_once_to_where_a_replica_is_and_to_nobody_else() {
    ask("a");
    var one = sent.get(2);
    announce(2, 5, "new:1");
    assertThat(sentTo).hasSize(5).last().isEqualTo("new:1");
    assertThat(sent).last().isEqualTo(one);
  }

  @Test
  void the_question_that_opens_a_session_is_sent_there_too() {
    ask("a");
    refuse(0, Refusal.Reason.EXPIRED);
    refuse(1, Refusal.Reason.EXPIRED);
    assertThat(sent).hasSize(8);
    announce(2, 5, "new:1");
    assertThat(sentTo).hasSize(9).last().isEqualTo("new:1");
    assertThat(sent).last().isEqualTo(sent.get(7));
  }

  @Test
  void a_replica_that_is_where_it_was_is_sent_nothing_again() {
    ask("a");
    announce(2, 5, at(2));
    assertThat(sent).hasSize(4);
  }

  @Test
  void only_the_highest_incarnation_counts_though_its_address_is_the_old_one() {
    announce(2, 5, "new:1");
    announce(2, 5, "false:1");
    announce(2, 4, "old:1");
    ask("a");
    assertThat(sentTo).contains("new:1");
    announce(2, 6, at(2));
    announce(2, 5, "new:1");
    sentTo.clear();
    pass(Duration.ofSeconds(1));
    assertThat(sentTo).containsExactly(at(0), at(1), at(2), at(3));
  }

  @Test
  void a_liar_moves_itself_and_nobody_else() {
    var message = new Announcement(new ReplicaId(3), 9, "false:1");
    tell(new InboundFrame(committee.replica(2).sign(message).wire()));
    ask("a");
    assertThat(sentTo).containsExactly(at(0), at(1), "false:1", at(3));
  }

  @Test
  void an_announcement_with_a_forged_signature_changes_nothing() {
    var message = new Announcement(new ReplicaId(3), 9, "false:1");
    var octets = committee.replica(3).sign(message);
    var forged = octets.wire().toArray();
    forged[indexOf(forged, octets.signature().toArray())] ^= 1;
    tell(new InboundFrame(Bytes.wrap(forged)));
    ask("a");
    assertThat(sentTo).containsExactly(at(0), at(1), at(2), at(3));
    tell(new InboundFrame(octets.wire()));
    assertThat(sentTo).describedAs("the same, signed").last().isEqualTo("false:1");
  }

  @Test
  void an_announcement_of_another_cluster_changes_nothing_though_the_keys_are_the_same() {
    var foreign = Committee.of(4, SignatureScheme.ED25519, "foreign");
    var message = new Announcement(new ReplicaId(3), 9, "false:1");
    tell(new InboundFrame(foreign.replica(3).sign(message).wire()));
    ask("a");
    assertThat(sentTo).containsExactly(at(0), at(1), at(2), at(3));
  }

  @Test
  void who_moves_again_and_again_is_sent_what_is_in_flight_no_more_often_than_others() {
    ask("a");
    for (int i = 1; i <= 100; i++) {
      announce(2, i, "new:" + i);
    }
    assertThat(sentTo).hasSize(5).last().isEqualTo("new:1");
    pass(Duration.ofSeconds(1));
    assertThat(sentTo.subList(5, 9)).containsExactly(at(0), at(1), "new:100", at(3));
    announce(2, 101, "new:101");
    assertThat(sentTo).hasSize(10).last().isEqualTo("new:101");
  }

  private void announce(int replica, long incarnation, String address) {
    var message = new Announcement(new ReplicaId(replica), incarnation, address);
    tell(new InboundFrame(committee.replica(replica).sign(message).wire()));
  }

  private static int indexOf(byte[] all, byte[] part) {
    var text = new String(all, ISO_8859_1);
    return text.indexOf(new String(part, ISO_8859_1));
  }

  private static String at(int replica) {
    return "replica-" + replica + ".example:25520";
  }
}
