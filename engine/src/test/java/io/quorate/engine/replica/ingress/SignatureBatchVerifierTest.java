package io.quorate.engine.replica.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Decided;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.replica.ActorFixture;
import io.quorate.engine.spi.InboundFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SignatureBatchVerifierTest {

  private final ActorFixture fixture = new ActorFixture();
  private final List<List<Verified<? extends Message>>> delivered = new ArrayList<>();
  private final BehaviorTestKit<InboundFrame> verifier =
      BehaviorTestKit.create(
          SignatureBatchVerifier.create(
              new SignatureBatchVerifier.Parts(
                  fixture.committee.verifier(),
                  delivered::add,
                  vote -> Integer.MAX_VALUE,
                  fixture.rejections)));

  @Test
  void what_came_together_is_delivered_together() {
    receive(good(1));
    receive(good(2));
    assertThat(delivered).isEmpty();
    settle();
    assertThat(delivered).hasSize(1);
    assertThat(numbers()).containsExactly(1L, 2L);
  }

  @Test
  void one_bad_among_many_delays_none_of_the_good() {
    LongStream.rangeClosed(1, 20).mapToObj(i -> i == 13 ? bad(i) : good(i)).forEach(this::receive);
    settle();
    assertThat(numbers()).hasSize(19).doesNotContain(13L);
    assertThat(fixture.rejections.count("BadSignature")).isEqualTo(1);
  }

  @Test
  void several_bad_ones_are_all_found_in_any_order() {
    var wires = new ArrayList<Bytes>();
    LongStream.rangeClosed(1, 16).mapToObj(i -> i % 5 == 0 ? bad(i) : good(i)).forEach(wires::add);
    Collections.shuffle(wires, new Random(7));
    wires.forEach(this::receive);
    settle();
    assertThat(numbers()).hasSize(13).doesNotContain(5L, 10L, 15L);
    assertThat(fixture.rejections.count("BadSignature")).isEqualTo(3);
  }

  @Test
  void a_bad_one_alone_is_counted_and_the_next_is_served() {
    receive(bad(1));
    settle();
    receive(good(2));
    settle();
    assertThat(numbers()).containsExactly(2L);
    assertThat(fixture.rejections.count("BadSignature")).isEqualTo(1);
  }

  @Test
  void what_comes_while_a_culprit_is_sought_is_not_lost() {
    receive(bad(1));
    receive(good(2));
    receive(good(3));
    verifier.runOne();
    receive(good(4));
    receive(bad(5));
    settle();
    assertThat(numbers()).containsExactlyInAnyOrder(2L, 3L, 4L);
    assertThat(fixture.rejections.count("BadSignature")).isEqualTo(2);
  }

  @Test
  void strangers_other_clusters_and_noise_are_dismissed_by_name() {
    var elsewhere = Committee.of(4, SignatureScheme.ED25519, "another");
    receive(elsewhere.sign(fixture.request(1).message()).wire());
    receive(fixture.committee.client(999).sign(request(999)).wire());
    receive(Bytes.utf8("noise"));
    receive(good(2));
    settle();
    assertThat(numbers()).containsExactly(2L);
    assertThat(fixture.rejections.count("OtherCluster")).isEqualTo(1);
    assertThat(fixture.rejections.count("Stranger")).isEqualTo(1);
  }

  @Test
  void a_batch_is_closed_when_it_is_large_enough() {
    LongStream.rangeClosed(1, 256).mapToObj(this::good).forEach(this::receive);
    assertThat(numbers()).hasSize(256);
    settle();
    receive(good(257));
    settle();
    assertThat(numbers()).hasSize(257);
  }

  @Test
  void everyone_learns_what_its_octets_took() {
    var honest = new Account();
    var liar = new Account();
    receive(good(1), honest);
    receive(bad(2), liar);
    receive(Bytes.utf8("noise"), liar);
    settle();
    assertThat(honest.checks).containsExactly(1);
    assertThat(liar.checks).containsExactly(0, SignatureBatchVerifier.FORGERY);
  }

  /** Its own signature, and those of three replicas. */
  @Test
  void the_signatures_in_certificates_count() {
    var teller = new Account();
    var decision = new Examples(fixture.committee).decision();
    var told = new Decided(new ReplicaId(0), List.of(decision));
    receive(fixture.committee.replica(0).sign(told).wire(), teller);
    settle();
    assertThat(teller.checks).containsExactly(4);
  }

  @Test
  void a_forgery_delays_what_came_with_it_from_the_same_peer_only() {
    var liar = new Account();
    LongStream.rangeClosed(1, 8).forEach(i -> receive(i == 3 ? bad(i) : good(i), liar));
    receive(good(20), new Account());
    receive(good(21), new Account());
    verifier.runOne();
    assertThat(numbers()).containsExactly(20L, 21L);
    settle();
    assertThat(numbers()).hasSize(9).doesNotContain(3L);
  }

  /** What one peer cost. */
  private static final class Account implements InboundFrame.Origin {
    private final List<Integer> checks = new ArrayList<>();

    @Override
    public void done(Bytes octets, int took) {
      checks.add(took);
    }
  }

  private void receive(Bytes wire, InboundFrame.Origin from) {
    verifier.run(new InboundFrame(wire, from));
  }

  private void receive(Bytes wire) {
    verifier.run(new InboundFrame(wire));
  }

  /** Lets the actor do all that it told itself to do. */
  private void settle() {
    while (verifier.selfInbox().hasMessages()) {
      verifier.runOne();
    }
  }

  private Bytes good(long number) {
    return fixture.request(number).wire();
  }

  private Request request(long client) {
    return fixture.request(ActorFixture.CLIENT, 1, client, "of nobody").message();
  }

  /** The same message under a signature that nobody made. */
  private Bytes bad(long number) {
    var other = fixture.request(number + 1_000);
    byte[] octets = good(number).toArray();
    var signature = fixture.request(number).signature().toArray();
    int at = indexOf(octets, signature);
    other.signature().asBuffer().get(octets, at, signature.length);
    return Bytes.wrap(octets);
  }

  private static int indexOf(byte[] octets, byte[] part) {
    int at = 0;
    while (!Arrays.equals(octets, at, at + part.length, part, 0, part.length)) {
      at++;
    }
    return at;
  }

  private List<Long> numbers() {
    return delivered.stream()
        .flatMap(List::stream)
        .map(each -> ((Request) each.message()).id().number())
        .toList();
  }
}
