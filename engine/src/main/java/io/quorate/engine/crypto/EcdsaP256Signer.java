package io.quorate.engine.crypto;

import io.quorate.engine.crypto.p256.EcdsaP256;
import java.math.BigInteger;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** Signs with the nonce of RFC 6979, section 3.2, and takes the lower of s and n - s. */
final class EcdsaP256Signer implements Signer {

  private final ECPrivateKeyParameters secret;
  private final VerificationKey key;

  EcdsaP256Signer(byte[] secret) {
    if (!EcdsaP256.isSecret(secret)) {
      throw new IllegalArgumentException("a P-256 secret has 32 bytes and is in [1, n)");
    }
    var d = new BigInteger(1, secret);
    this.secret = new ECPrivateKeyParameters(d, EcdsaP256.DOMAIN);
    this.key =
        new EcdsaP256Key(new FixedPointCombMultiplier().multiply(EcdsaP256.DOMAIN.getG(), d));
  }

  @Override
  public VerificationKey key() {
    return key;
  }

  @Override
  public byte[] sign(byte[] message) {
    var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, secret);
    var rs = signer.generateSignature(EcdsaP256.sha256(message));
    var s = EcdsaP256.isLow(rs[1]) ? rs[1] : EcdsaP256.DOMAIN.getN().subtract(rs[1]);
    var signature = new byte[2 * EcdsaP256.FIELD_LENGTH];
    BigIntegers.asUnsignedByteArray(rs[0], signature, 0, EcdsaP256.FIELD_LENGTH);
    BigIntegers.asUnsignedByteArray(s, signature, EcdsaP256.FIELD_LENGTH, EcdsaP256.FIELD_LENGTH);
    return signature;
  }

  @Override
  public String toString() {
    return "signer of " + key;
  }
}
