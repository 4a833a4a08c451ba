package io.quorate.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.crypto.VerificationFailure;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.message.Message;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Whatever the octets: a value or an error, never an exception, and soon. More of it: {@code
 * -Dfuzz.inputs=3000000}; another run: {@code -Dfuzz.seed=2}.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FuzzTest {

  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 240_000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final long MILLISECOND = 1_000_000;

  private final Map<DecodeError.Kind, Integer> errors = new EnumMap<>(DecodeError.Kind.class);
  private long values;
  private long nanos;

  @Test
  void any_octets_become_a_message_or_an_error() {
    var inputs = new MutatedOctets(SEED);
    for (int i = 0; i < INPUTS; i++) {
      var wire = inputs.next();
      timed(
          () ->
              MessageCodec.open(wire)
                  .match(opened -> count(MessageCodec.read(opened)), this::countError));
    }
    assertThat(values).isPositive();
    assertThat(errors.keySet()).hasSizeGreaterThan(5);
    assertThat(nanos / INPUTS).isLessThan(MILLISECOND);
  }

  @Test
  void any_record_becomes_facts_or_an_error() {
    var inputs = new MutatedOctets(SEED);
    for (int i = 0; i < INPUTS / 10; i++) {
      var octets = inputs.nextRecord();
      timed(
          () -> {
            count(FactCodec.decodeFacts(octets));
            count(FactCodec.decodeDecisions(octets));
            count(FactCodec.decodeCheckpoint(octets));
          });
    }
    assertThat(values).isPositive();
    assertThat(errors).isNotEmpty();
    assertThat(nanos / (INPUTS / 10)).isLessThan(MILLISECOND);
  }

  /** Signatures are not looked at, so that what they protect is reached. */
  @Test
  void no_octets_make_a_verifier_throw() {
    var verifier = Committee.of(4).verifier();
    var inputs = new MutatedOctets(SEED);
    var outcome = new Tally();
    for (int i = 0; i < INPUTS / 10; i++) {
      var wire = inputs.next();
      timed(() -> offer(verifier, wire, outcome));
    }
    assertThat(outcome.unverified + outcome.verified).isEqualTo(INPUTS / 10);
    assertThat(outcome.verified).isPositive();
    assertThat(nanos / (INPUTS / 10)).isLessThan(MILLISECOND);
  }

  private static void offer(MessageVerifier verifier, Bytes wire, Tally outcome) {
    verifier.open(wire, outcome::unverified).ifPresent(opened -> verifier.read(opened, outcome));
  }

  private static final class Tally implements MessageVerifier.Outcome {
    private int verified;
    private int unverified;

    @Override
    public void verified(Verified<? extends Message> message) {
      verified++;
    }

    @Override
    public void unverified(VerificationFailure why) {
      unverified++;
    }
  }

  /** What decodes must also encode. */
  private void count(Decoded<?> decoded) {
    decoded.match(
        value -> {
          values++;
          if (value instanceof Message message) {
            assertEncodesAgain(message);
          }
        },
        this::countError);
  }

  /** What others will encode again keeps its digest. */
  private static void assertEncodesAgain(Message message) {
    var digest = Digest.of(PayloadWriter.payloadOf(message));
    if (message instanceof Message.PrePrepare proposal) {
      assertThat(proposal.digest()).isEqualTo(digest);
    } else if (message instanceof Message.Checkpoint vote) {
      assertThat(vote.header().digest()).isEqualTo(digest);
    }
  }

  /** What a liar may do at will costs no stack trace. */
  private void countError(DecodeError error) {
    assertThat(error.detail()).doesNotStartWith(Decoded.UNFORESEEN);
    errors.merge(error.kind(), 1, Integer::sum);
  }

  private void timed(Runnable decoding) {
    long start = System.nanoTime();
    decoding.run();
    nanos += System.nanoTime() - start;
  }
}
