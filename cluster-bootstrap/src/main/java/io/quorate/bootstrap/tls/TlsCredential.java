package io.quorate.bootstrap.tls;

import io.quorate.bootstrap.keys.IdentityKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/**
 * A TLS key (EC P-256) and the certificate by which its owner's identity key vouches for it. It may
 * be replaced at any time; the committee's record need not change.
 */
public record TlsCredential(PrivateKey key, X509Certificate certificate) {

  /** How long a certificate is good; it is also good an hour before, for clocks differ. */
  public static final Duration VALIDITY = Duration.ofDays(3650);

  private static final Duration CLOCK_DRIFT = Duration.ofHours(1);
  private static final int SERIAL_BITS = 127;

  /** A new key pair, vouched for from {@code now} on. */
  public static TlsCredential issue(
      IdentityKey identity, PeerName name, Instant now, SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      var pair = generator.generateKeyPair();
      var subject = X500Name.getInstance(name.principal().getEncoded());
      var builder =
          new X509v3CertificateBuilder(
              subject,
              new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
              Date.from(now.minus(CLOCK_DRIFT)),
              Date.from(now.plus(VALIDITY)),
              subject,
              SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
      restrict(builder);
      var encoded = builder.build(new IdentitySignature(identity)).getEncoded();
      return new TlsCredential(pair.getPrivate(), parse(encoded));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has EC keys and X.509", e);
    }
  }

  private static void restrict(X509v3CertificateBuilder builder) throws IOException {
    var purposes =
        new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
  }

  static X509Certificate parse(byte[] octets) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(octets));
  }
}
