package io.quorate.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PackedCommitteeTest {

  @Test
  void members_stand_in_order_with_their_ids_and_whole_points() {
    var committee = Committee.of(7, SignatureScheme.ECDSA_P256).genesis().configuration();
    var packed = PackedCommittee.of(committee).orElseThrow();
    assertThat(packed.length()).isEqualTo(8 + 7 * PackedCommittee.MEMBER);
    for (int i = 0; i < 7; i++) {
      int from = 8 + i * PackedCommittee.MEMBER;
      var member = packed.slice(from, from + PackedCommittee.MEMBER).toArray();
      var compressed = committee.members().get(i).keys().get(0).encoded().toArray();
      assertThat(Arrays.copyOf(member, 4)).containsExactly(0, 0, 0, i);
      assertThat(Arrays.copyOfRange(member, 4, 36))
          .isEqualTo(Arrays.copyOfRange(compressed, 1, 33));
      assertThat(member[67] & 1).isEqualTo(compressed[0] - 2);
    }
  }

  @Test
  void members_without_a_p256_key_cannot_be_packed() {
    assertThat(PackedCommittee.of(Committee.of(4).genesis().configuration()))
        .isEqualTo(java.util.Optional.<Bytes>empty());
  }
}
