package io.quorate.bootstrap.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.keys.IdentityKey;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.ReplicaId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CommitteeTrustTest {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  private final TestGroup group = TestGroup.of(4, SignatureScheme.ED25519);

  @ParameterizedTest
  @EnumSource
  void members_and_clients_are_trusted_whatever_their_scheme(SignatureScheme scheme) {
    var any = TestGroup.of(4, scheme);
    var trust = trust(any);
    for (int i = 0; i < 4; i++) {
      var leaf = issue(any.key(i), PeerName.of(new ReplicaId(i), any.name()));
      assertThatCode(() -> trust.checkServerTrusted(chain(leaf), "EC")).doesNotThrowAnyException();
    }
    var client = issue(any.clientKey(), PeerName.of(new ClientId(0), any.name()));
    assertThatCode(() -> trust.checkClientTrusted(chain(client), "EC")).doesNotThrowAnyException();
  }

  /** Of s and n - s X.509 takes either, and other tools make either. */
  @Test
  void a_p256_certificate_is_good_with_either_s() throws Exception {
    var order = CustomNamedCurves.getByName("P-256").getN();
    var key = IdentityKey.create(SignatureScheme.ECDSA_P256, RANDOM);
    var verifier = SignatureScheme.keyOf(key.publicKey());
    var content = new byte[] {1, 2, 3};
    var plain = PlainDSAEncoding.INSTANCE.decode(order, key.signer().sign(content));
    for (var s : List.of(plain[1], order.subtract(plain[1]))) {
      var der = StandardDSAEncoding.INSTANCE.encode(order, plain[0], s);
      assertThat(IdentitySignature.verifies(verifier, content, der)).isTrue();
      assertThat(IdentitySignature.verifies(verifier, new byte[3], der)).isFalse();
    }
    assertThat(IdentitySignature.verifies(verifier, content, new byte[70])).isFalse();
  }

  @Test
  void a_certificate_by_a_strangers_key_is_refused() {
    var stranger = IdentityKey.create(SignatureScheme.ED25519, RANDOM);
    assertRefused(issue(stranger, PeerName.of(new ReplicaId(0), group.name())));
  }

  @Test
  void a_member_cannot_take_another_members_name() {
    assertRefused(issue(group.key(1), PeerName.of(new ReplicaId(0), group.name())));
  }

  @Test
  void a_member_of_another_group_is_refused() {
    assertRefused(issue(group.key(0), PeerName.of(new ReplicaId(0), "another")));
    assertRefused(issue(group.key(0), new PeerName("replica-9", group.name())));
  }

  @Test
  void a_certificate_is_good_only_in_its_time() {
    var leaf = issue(group.key(0), PeerName.of(new ReplicaId(0), group.name()));
    for (var when :
        new Instant[] {NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(3651))}) {
      var trust = new CommitteeTrust(group.genesis(), () -> when);
      assertThatThrownBy(() -> trust.checkClientTrusted(chain(leaf), "EC"))
          .isInstanceOf(CertificateException.class);
    }
  }

  @Test
  void there_are_no_chains_and_no_authorities() {
    var leaf = issue(group.key(0), PeerName.of(new ReplicaId(0), group.name()));
    var two = new X509Certificate[] {leaf.certificate(), leaf.certificate()};
    assertThatThrownBy(() -> trust(group).checkClientTrusted(two, "EC"))
        .isInstanceOf(CertificateException.class);
    assertThatThrownBy(() -> trust(group).checkClientTrusted(new X509Certificate[0], "EC"))
        .isInstanceOf(CertificateException.class);
    assertThat(trust(group).getAcceptedIssuers()).isEmpty();
  }

  @Test
  void a_credential_is_read_back_from_its_files(@TempDir Path directory) throws IOException {
    var credential = issue(group.key(0), PeerName.of(new ReplicaId(0), group.name()));
    TlsFiles.create(directory, credential);
    assertThat(TlsFiles.read(directory)).isEqualTo(credential);
  }

  private void assertRefused(TlsCredential credential) {
    assertThatThrownBy(() -> trust(group).checkServerTrusted(chain(credential), "EC"))
        .isInstanceOf(CertificateException.class);
  }

  private static CommitteeTrust trust(TestGroup group) {
    return new CommitteeTrust(group.genesis(), InstantSource.fixed(NOW));
  }

  private static TlsCredential issue(IdentityKey key, PeerName name) {
    return TlsCredential.issue(key, name, NOW, RANDOM);
  }

  private static X509Certificate[] chain(TlsCredential credential) {
    return new X509Certificate[] {credential.certificate()};
  }
}
