package io.quorate.bootstrap.tls;

import io.quorate.bootstrap.keys.IdentityKey;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.VerificationKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.operator.ContentSigner;

/**
 * How an identity key signs a certificate, and how that is checked: by the engine's rules. Only the
 * octets differ for P-256, where X.509 has r and s in DER.
 */
final class IdentitySignature implements ContentSigner {

  private static final BigInteger P256_ORDER = CustomNamedCurves.getByName("P-256").getN();

  private final IdentityKey key;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  IdentitySignature(IdentityKey key) {
    this.key = key;
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return algorithm(key.scheme());
  }

  @Override
  public OutputStream getOutputStream() {
    return content;
  }

  @Override
  public byte[] getSignature() {
    var signature = key.signer().sign(content.toByteArray());
    return key.scheme() == SignatureScheme.ECDSA_P256 ? der(signature) : signature;
  }

  static boolean verifies(VerificationKey key, byte[] content, byte[] signature) {
    try {
      return key.verifies(
          content, key.scheme() == SignatureScheme.ECDSA_P256 ? plain(signature) : signature);
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  static AlgorithmIdentifier algorithm(SignatureScheme scheme) {
    return new AlgorithmIdentifier(
        scheme == SignatureScheme.ED25519
            ? EdECObjectIdentifiers.id_Ed25519
            : X9ObjectIdentifiers.ecdsa_with_SHA256);
  }

  private static byte[] der(byte[] plain) {
    try {
      var parts = PlainDSAEncoding.INSTANCE.decode(P256_ORDER, plain);
      return StandardDSAEncoding.INSTANCE.encode(P256_ORDER, parts[0], parts[1]);
    } catch (IOException e) {
      throw new UncheckedIOException("a key could not sign", e);
    }
  }

  /** X.509 takes either of s and n - s, the engine the lower one. */
  private static byte[] plain(byte[] der) throws IOException {
    var parts = StandardDSAEncoding.INSTANCE.decode(P256_ORDER, der);
    var lower = parts[1].min(P256_ORDER.subtract(parts[1]));
    return PlainDSAEncoding.INSTANCE.encode(P256_ORDER, parts[0], lower);
  }
}
