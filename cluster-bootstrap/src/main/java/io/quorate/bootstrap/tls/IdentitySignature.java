package io.quorate.bootstrap.tls;

import io.quorate.bootstrap.keys.IdentityKey;
import io.quorate.bootstrap.keys.KeyScheme;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.operator.ContentSigner;

/** How an identity key signs a certificate, and how that is checked. */
final class IdentitySignature implements ContentSigner {

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
    try {
      var signer = signer(key.scheme());
      signer.init(true, key.privateKey());
      signer.update(content.toByteArray(), 0, content.size());
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new IllegalStateException("a key could not sign", e);
    }
  }

  static boolean verifies(
      KeyScheme scheme, AsymmetricKeyParameter key, byte[] content, byte[] signature) {
    var verifier = signer(scheme);
    verifier.init(false, key);
    verifier.update(content, 0, content.length);
    return verifier.verifySignature(signature);
  }

  static AlgorithmIdentifier algorithm(KeyScheme scheme) {
    return new AlgorithmIdentifier(
        scheme == KeyScheme.ED25519
            ? EdECObjectIdentifiers.id_Ed25519
            : X9ObjectIdentifiers.ecdsa_with_SHA256);
  }

  private static Signer signer(KeyScheme scheme) {
    return scheme == KeyScheme.ED25519
        ? new Ed25519Signer()
        : new DSADigestSigner(
            new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest())), new SHA256Digest());
  }
}
