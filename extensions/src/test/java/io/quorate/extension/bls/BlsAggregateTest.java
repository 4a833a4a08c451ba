package io.quorate.extension.bls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.model.Bytes;
import io.quorate.extension.bls.BlsAggregate.Share;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import supranational.blst.P2;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BlsAggregateTest {

  private static final Bytes MESSAGE = Bytes.utf8("header 64");
  private static final List<BlsSecretKey> SECRETS =
      IntStream.range(0, 7).mapToObj(BlsAggregateTest::secret).toList();
  private static final List<BlsPublicKey> KEYS =
      SECRETS.stream().map(BlsSecretKey::publicKey).toList();

  @Test
  void a_sum_of_a_quorum_holds_for_its_signers_and_no_others() {
    var sum = BlsAggregate.of(shares(0, 1, 3, 5, 6), KEYS, MESSAGE);
    assertThat(sum.culprits().isEmpty()).isTrue();
    assertThat(sum.signers()).isEqualTo(bits(0, 1, 3, 5, 6));
    var signature = sum.signature().orElseThrow();
    assertThat(signature.length()).isEqualTo(48);
    assertThat(BlsAggregate.holds(sum.signers(), signature, KEYS, MESSAGE)).isTrue();
    assertThat(BlsAggregate.holds(bits(0, 1, 2, 5, 6), signature, KEYS, MESSAGE)).isFalse();
    assertThat(BlsAggregate.holds(bits(0, 1, 3, 5), signature, KEYS, MESSAGE)).isFalse();
    assertThat(BlsAggregate.holds(sum.signers(), signature, KEYS, Bytes.utf8("65"))).isFalse();
  }

  @Test
  void whoever_sends_a_bad_share_is_found_and_left_out() {
    var shares = new ArrayList<>(shares(0, 1, 2, 4, 5));
    shares.set(2, new Share(2, SECRETS.get(2).sign(Bytes.utf8("another header"))));
    shares.set(4, new Share(5, Bytes.wrap(new byte[48])));
    var sum = BlsAggregate.of(shares, KEYS, MESSAGE);
    assertThat(sum.culprits()).isEqualTo(bits(2, 5));
    assertThat(sum.signers()).isEqualTo(bits(0, 1, 4));
    assertThat(BlsAggregate.holds(sum.signers(), sum.signature().orElseThrow(), KEYS, MESSAGE))
        .isTrue();
  }

  @Test
  void strangers_empty_sets_and_infinity_are_refused() {
    var signature = BlsAggregate.of(shares(0), KEYS, MESSAGE).signature().orElseThrow();
    assertThat(BlsAggregate.holds(new BitSet(), signature, KEYS, MESSAGE)).isFalse();
    assertThat(BlsAggregate.holds(bits(0, 7), signature, KEYS, MESSAGE)).isFalse();
    var infinity = new byte[48];
    infinity[0] = (byte) 0xc0;
    assertThat(BlsAggregate.holds(bits(0), Bytes.wrap(infinity), KEYS, MESSAGE)).isFalse();
    var keyAtInfinity = Arrays.copyOf(infinity, 96);
    assertThatThrownBy(() -> BlsPublicKey.of(Bytes.wrap(keyAtInfinity)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The victim's key is cancelled by the rogue's: only a proof of possession tells. */
  @Test
  void a_rogue_key_forges_a_sum_and_cannot_prove_that_it_is_held() {
    var victim = KEYS.get(0);
    var own = SECRETS.get(1);
    var point = new P2(own.publicKey().point()).add(new P2(victim.point()).neg());
    var rogue = BlsPublicKey.of(Bytes.wrap(point.compress()));
    assertThat(BlsAggregate.holds(bits(0, 1), own.sign(MESSAGE), List.of(victim, rogue), MESSAGE))
        .isTrue();
    assertThat(rogue.proves(own.proofOfPossession())).isFalse();
    assertThat(own.publicKey().proves(own.proofOfPossession())).isTrue();
  }

  @Test
  void a_signature_is_no_proof_of_possession_and_the_other_way_round() {
    var secret = SECRETS.get(0);
    var key = secret.publicKey();
    assertThat(key.proves(secret.sign(key.encoded()))).isFalse();
    assertThat(key.verifies(key.encoded(), secret.proofOfPossession())).isFalse();
    assertThat(key.verifies(key.encoded(), secret.sign(key.encoded()))).isTrue();
  }

  private static List<Share> shares(int... members) {
    return Arrays.stream(members)
        .mapToObj(i -> new Share(i, SECRETS.get(i).sign(MESSAGE)))
        .toList();
  }

  private static BitSet bits(int... set) {
    var bits = new BitSet();
    Arrays.stream(set).forEach(bits::set);
    return bits;
  }

  private static BlsSecretKey secret(int member) {
    var seed = "a seed of at least thirty-two bytes " + member;
    return BlsSecretKey.of(seed.getBytes(StandardCharsets.UTF_8));
  }
}
