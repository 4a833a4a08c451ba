package io.quorate.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.PublicKey;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KeyRingTest {

  private final Committee committee = Committee.of(4);

  @Test
  void members_sign_votes_and_clients_sign_requests() {
    for (var type : MessageType.values()) {
      boolean client = type == MessageType.REQUEST;
      assertThat(signs(type, 3)).isEqualTo(!client);
      assertThat(signs(type, 4)).isFalse();
      assertThat(signs(type, -1)).isFalse();
      assertThat(signs(type, Long.MIN_VALUE)).isFalse();
      assertThat(signs(type, 1L << 32)).isFalse();
      assertThat(signs(type, 103)).isEqualTo(client);
      assertThat(signs(type, 104)).isFalse();
    }
  }

  @Test
  void two_members_with_one_key_would_vote_twice() {
    var members = new ArrayList<>(committee.genesis().members());
    members.set(3, withKey(members.get(3), members.get(0).votingKey()));
    assertThatThrownBy(() -> ring(members))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one key");
  }

  @Test
  void a_key_is_of_a_scheme_that_exists() {
    var members = new ArrayList<>(committee.genesis().members());
    var key = members.get(3).votingKey();
    for (int scheme : new int[] {0, 3, -1, 256 + key.scheme(), 2}) {
      members.set(3, withKey(members.get(3), new PublicKey(scheme, key.encoded())));
      assertThatThrownBy(() -> ring(members)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private boolean signs(MessageType type, long signer) {
    var ring = committee.ring();
    var statement =
        new Statement(type, ring.cluster(), ring.configuration().id(), signer, 0, 0, Digest.ZERO);
    return ring.signerOf(statement).isPresent();
  }

  private static Member withKey(Member member, PublicKey key) {
    return new Member(member.id(), List.of(key), member.address());
  }

  private KeyRing ring(List<Member> members) {
    var old = committee.genesis();
    var genesis = new Genesis(old.name(), old.nonce(), members, old.clients(), old.rules());
    return KeyRing.of(genesis, Canonical.clusterId(genesis));
  }
}
