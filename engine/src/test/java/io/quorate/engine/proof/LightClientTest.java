package io.quorate.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.FinalityCodec;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.Endorsement;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.model.certificate.QuorumSignature;
import io.quorate.engine.model.message.Message.Checkpoint;
import io.quorate.engine.proof.Verdict.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LightClientTest {

  private static final long NOW = 1_700_000_000_000L;

  private final Committee committee = Committee.of(4);
  private final LightClient client = LightClient.from(committee.genesis());

  @ParameterizedTest
  @EnumSource
  void a_quorum_in_either_scheme_convinces(SignatureScheme scheme) {
    var group = Committee.of(7, scheme);
    var certificate = certificate(group, header(640, "a"), IntStream.range(0, 5));
    assertThat(LightClient.from(group.genesis()).accept(certificate, NOW))
        .isEqualTo(new Verdict.Final(certificate.signed()));
  }

  @Test
  void a_stable_checkpoint_is_a_certificate() {
    var header = header(64, "a");
    var certificate = FinalityCertificate.of(committee.cluster(), committee.stable(header));
    assertThat(client.accept(certificate, NOW)).isEqualTo(new Verdict.Final(header));
    assertThat(client.latest()).contains(header);
  }

  @Test
  void one_signature_too_few_is_no_quorum() {
    assertRefused(certificate(committee, header(64, "a"), IntStream.range(0, 2)), Check.QUORUM);
  }

  @Test
  void one_replica_twice_is_no_quorum() {
    assertRefused(certificate(committee, header(64, "a"), IntStream.of(0, 1, 1)), Check.QUORUM);
  }

  @Test
  void a_stranger_is_no_member() {
    var votes = new ArrayList<>(votes(committee, header(64, "a"), IntStream.range(0, 3)));
    votes.add(new Endorsement(new ReplicaId(4), votes.get(0).signature()));
    assertRefused(of(committee, List.of(header(64, "a")), votes), Check.QUORUM);
  }

  @Test
  void the_same_votes_in_another_order_are_refused() {
    var votes = new ArrayList<>(votes(committee, header(64, "a"), IntStream.range(0, 3)));
    Collections.reverse(votes);
    assertRefused(of(committee, List.of(header(64, "a")), votes), Check.QUORUM);
  }

  @Test
  void votes_for_another_header_show_nothing() {
    var votes = votes(committee, header(64, "a"), IntStream.range(0, 3));
    assertRefused(of(committee, List.of(header(64, "b")), votes), Check.QUORUM);
  }

  @Test
  void another_group_with_the_same_keys_is_another_group() {
    var other = Committee.of(4, SignatureScheme.ED25519, "other");
    assertRefused(certificate(other, header(64, "a"), IntStream.range(0, 3)), Check.CLUSTER);
  }

  @Test
  void a_committee_that_nobody_showed_is_not_known() {
    var votes = votes(committee, header(64, "a"), IntStream.range(0, 3));
    var certificate =
        new FinalityCertificate(
            committee.cluster(),
            new ConfigurationId(1),
            List.of(header(64, "a")),
            new QuorumSignature.Votes(votes));
    assertRefused(certificate, Check.CONFIGURATION);
  }

  @Test
  void earlier_headers_must_lead_to_the_signed_one() {
    var first = header(62, "a");
    var second = after(first);
    var third = after(second);
    var votes = votes(committee, third, IntStream.range(0, 3));
    assertThat(client.accept(of(committee, List.of(first, second, third), votes), NOW))
        .isEqualTo(new Verdict.Final(third));
    assertRefused(of(committee, List.of(first, third), votes), Check.LINKS);
    assertRefused(of(committee, List.of(header(63, "b"), third), votes), Check.LINKS);
  }

  @Test
  void two_histories_of_one_number_name_the_weak_quorum_that_signed_both() {
    client.accept(certificate(committee, header(64, "a"), IntStream.range(0, 3)), NOW);
    var verdict =
        client.accept(certificate(committee, header(64, "b"), IntStream.range(1, 4)), NOW);
    assertThat(verdict).isInstanceOf(Verdict.Conflict.class);
    assertThat(((Verdict.Conflict) verdict).evidence().signedBoth())
        .containsExactly(new ReplicaId(1), new ReplicaId(2));
  }

  @Test
  void what_is_older_than_the_trusting_period_is_judged_by_no_more() {
    var limited = client.trustingFor(1_000);
    limited.accept(certificate(committee, header(64, "a"), IntStream.range(0, 3)), NOW);
    var next = certificate(committee, header(128, "a"), IntStream.range(0, 3));
    assertThat(limited.accept(next, NOW + 2_000))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.check()).isEqualTo(Check.TRUSTING_PERIOD));
    assertThat(limited.accept(next, NOW + 500)).isInstanceOf(Verdict.Final.class);
  }

  @Test
  void a_certificate_survives_its_bytes_and_is_small() {
    var certificate = certificate(committee, header(64, "a"), IntStream.range(0, 3));
    var bytes = FinalityCodec.encode(certificate);
    assertThat(bytes.length()).isLessThanOrEqualTo(450);
    assertThat(read(bytes)).isEqualTo(certificate);
    var aggregate =
        new FinalityCertificate(
            certificate.cluster(),
            certificate.configuration(),
            certificate.headers(),
            new QuorumSignature.Aggregate(Bytes.wrap(new byte[] {7}), Bytes.wrap(new byte[48])));
    assertThat(read(FinalityCodec.encode(aggregate))).isEqualTo(aggregate);
    assertThat(FinalityCodec.encode(aggregate).length()).isLessThanOrEqualTo(300);
  }

  @Test
  void no_changed_byte_of_a_certificate_is_believed() {
    var bytes =
        FinalityCodec.encode(certificate(committee, header(64, "a"), IntStream.range(0, 3)));
    for (int at = 0; at < bytes.length(); at++) {
      for (int bit = 0; bit < 8; bit += 3) {
        var changed = bytes.toArray();
        changed[at] ^= (byte) (1 << bit);
        FinalityCodec.decode(Bytes.wrap(changed))
            .match(
                forged ->
                    assertThat(client.accept(forged, NOW)).isNotInstanceOf(Verdict.Final.class),
                error -> {});
      }
    }
  }

  @Test
  void bytes_cut_short_or_drawn_out_are_no_certificate() {
    var bytes =
        FinalityCodec.encode(certificate(committee, header(64, "a"), IntStream.range(0, 3)));
    for (int length = 0; length < bytes.length(); length++) {
      assertThat(FinalityCodec.decode(bytes.slice(0, length)).isValue()).isFalse();
    }
    var longer = Arrays.copyOf(bytes.toArray(), bytes.length() + 1);
    assertThat(FinalityCodec.decode(Bytes.wrap(longer)).isValue()).isFalse();
  }

  private void assertRefused(FinalityCertificate certificate, Check check) {
    assertThat(client.accept(certificate, NOW))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refused -> assertThat(refused.check()).isEqualTo(check));
  }

  private static FinalityCertificate read(Bytes bytes) {
    return FinalityCodec.decode(bytes)
        .orElseThrow(error -> new IllegalStateException(error.toString()));
  }

  private static FinalityCertificate certificate(Committee by, Header header, IntStream signers) {
    return of(by, List.of(header), votes(by, header, signers));
  }

  private static FinalityCertificate of(
      Committee by, List<Header> headers, List<Endorsement> votes) {
    return new FinalityCertificate(
        by.cluster(), ConfigurationId.GENESIS, headers, new QuorumSignature.Votes(votes));
  }

  private static List<Endorsement> votes(Committee by, Header header, IntStream signers) {
    return signers.mapToObj(i -> by.endorse(i, id -> new Checkpoint(header, id))).toList();
  }

  private static Header header(long sequence, String state) {
    return sealed(sequence, Digest.of(Bytes.utf8("before")), state);
  }

  private static Header after(Header before) {
    return sealed(before.sequence().value() + 1, before.digest(), "a");
  }

  private static Header sealed(long sequence, Digest previous, String state) {
    return Canonical.seal(
        new Header(
            new SequenceNumber(sequence),
            previous,
            Digest.of(Bytes.utf8("batch")),
            Digest.of(Bytes.utf8("results")),
            Digest.of(Bytes.utf8(state)),
            ConfigurationId.GENESIS,
            NOW << 16,
            Digest.ZERO));
  }
}
