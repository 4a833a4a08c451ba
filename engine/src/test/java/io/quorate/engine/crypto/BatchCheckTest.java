package io.quorate.engine.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BatchCheckTest {

  private final Random random = new Random(7);
  private final BatchCheck batch = new BatchCheck();
  private final List<Signer> signers = new ArrayList<>();

  BatchCheckTest() {
    for (int i = 0; i < 5; i++) {
      var secret = new byte[32];
      random.nextBytes(secret);
      signers.add(SignatureScheme.ED25519.signer(secret));
    }
  }

  @Test
  void an_empty_batch_is_valid() {
    assertThat(batch.allValid()).isTrue();
    assertThat(batch.culprits().isEmpty()).isTrue();
  }

  @Test
  void each_single_culprit_is_found_in_a_batch_of_any_size() {
    for (int size = 1; size <= 20; size++) {
      for (int bad = 0; bad < size; bad++) {
        batch.clear();
        fill(size, bad);
        assertThat(batch.allValid()).isFalse();
        assertThat(batch.culprits().stream()).containsExactly(bad);
      }
    }
  }

  @Test
  void batches_larger_than_one_equation_are_checked_to_the_end() {
    for (int size : new int[] {63, 64, 65, 66, 127, 128, 129, 200}) {
      for (int bad : new int[] {0, size / 2, size - 1}) {
        batch.clear();
        fill(size, bad);
        assertThat(batch.allValid()).isFalse();
        assertThat(batch.culprits().stream()).containsExactly(bad);
      }
      batch.clear();
      fill(size, -1);
      assertThat(batch.allValid()).isTrue();
    }
  }

  @Test
  void a_batch_of_nothing_but_culprits_names_all() {
    for (int i = 0; i < 10; i++) {
      batch.add(signers.get(i % 5).key(), new byte[] {1}, signers.get(i % 5).sign(new byte[0]));
    }
    assertThat(batch.culprits().cardinality()).isEqualTo(10);
  }

  @Test
  void both_schemes_may_stand_in_one_batch() {
    var p256 =
        SignatureScheme.ECDSA_P256.signer("an ECDSA secret of 32 octets ...".getBytes(UTF_8));
    for (int i = 0; i < 12; i++) {
      var signer = i % 2 == 0 ? p256 : signers.get(0);
      var message = new byte[] {(byte) i};
      var signature = signer.sign(message);
      signature[50] ^= (byte) (i == 4 || i == 7 ? 1 : 0);
      batch.add(signer.key(), message, signature);
    }
    assertThat(batch.allValid()).isFalse();
    assertThat(batch.culprits().stream()).containsExactly(4, 7);
  }

  @Test
  void ill_formed_signatures_are_culprits_and_shift_no_numbers() {
    var signer = signers.get(0);
    var message = new byte[] {1};
    batch.add(signer.key(), message, new byte[0]);
    batch.add(signer.key(), message, signer.sign(message));
    batch.add(signer.key(), message, new byte[65]);
    batch.add(signer.key(), message, signer.sign(new byte[] {2}));
    assertThat(batch.culprits().stream()).containsExactly(0, 2, 3);
  }

  @Test
  void octets_may_be_reused_by_the_caller_after_they_were_added() {
    var signer = signers.get(0);
    var message = new byte[] {1};
    var signature = signer.sign(message);
    batch.add(signer.key(), message, signature);
    message[0] = 0;
    signature[0] ^= 1;
    assertThat(batch.allValid()).isTrue();
  }

  @Test
  void a_cleared_batch_forgets_its_culprits() {
    fill(10, 3);
    assertThat(batch.allValid()).isFalse();
    batch.clear();
    fill(4, -1);
    assertThat(batch.size()).isEqualTo(4);
    assertThat(batch.allValid()).isTrue();
  }

  private void fill(int size, int bad) {
    for (int i = 0; i < size; i++) {
      var signer = signers.get(random.nextInt(signers.size()));
      var message = new byte[] {(byte) i, (byte) size};
      var signature = signer.sign(message);
      if (i == bad) {
        signature[32 + random.nextInt(31)] ^= (byte) (1 << random.nextInt(8));
      }
      batch.add(signer.key(), message, signature);
    }
  }
}
