package io.quorate.bootstrap.tls;

import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.VerificationKey;
import io.quorate.engine.model.Genesis;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.security.auth.x500.X500Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trusts a certificate if and only if
 *
 * <ol>
 *   <li>it comes alone: there are no authorities here;
 *   <li>its subject names a member of the committee or a registered client of this group;
 *   <li>its signature verifies under that one's identity key, and no other;
 *   <li>it is valid now, is no authority itself and is meant for signing handshakes.
 * </ol>
 */
public final class CommitteeTrust extends X509ExtendedTrustManager {

  private static final Logger LOG = LoggerFactory.getLogger(CommitteeTrust.class);

  private final Map<X500Principal, List<VerificationKey>> keys = new HashMap<>();
  private final InstantSource clock;
  private final AtomicLong refused = new AtomicLong();

  public CommitteeTrust(Genesis genesis, InstantSource clock) {
    this.clock = clock;
    var cluster = genesis.name();
    for (var member : genesis.members()) {
      var known = member.keys().stream().map(SignatureScheme::keyOf).toList();
      keys.put(PeerName.of(member.id(), cluster).principal(), known);
    }
    genesis
        .clients()
        .forEach(
            (id, key) ->
                keys.put(
                    PeerName.of(id, cluster).principal(), List.of(SignatureScheme.keyOf(key))));
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    try {
      examine(chain);
    } catch (CertificateException e) {
      tell(chain, e);
      throw e;
    }
  }

  /** The first, the second, the fourth and so on: whoever is refused comes again at once. */
  private void tell(X509Certificate[] chain, CertificateException why) {
    long count = refused.incrementAndGet();
    if (Long.bitCount(count) == 1) {
      LOG.warn(
          "certificates refused: {}; now one in the name of {} ({})",
          count,
          nameIn(chain),
          why.getClass().getSimpleName());
    }
  }

  /** Of a name that is nobody's, none is told: it may be as long as a stranger likes. */
  private String nameIn(X509Certificate[] chain) {
    return chain != null && chain.length > 0 && keys.containsKey(chain[0].getSubjectX500Principal())
        ? PeerName.commonOf(chain[0].getSubjectX500Principal())
        : "nobody in this group";
  }

  private void examine(X509Certificate[] chain) throws CertificateException {
    if (chain == null || chain.length != 1) {
      throw new CertificateException("a peer shows one certificate, signed by its identity key");
    }
    var leaf = chain[0];
    var owner = leaf.getSubjectX500Principal();
    leaf.checkValidity(Date.from(clock.instant()));
    var usage = leaf.getKeyUsage();
    if (leaf.getBasicConstraints() != -1 || usage == null || !usage[0]) {
      throw new CertificateException("not meant for a peer of this group: " + owner);
    }
    if (keys.getOrDefault(owner, List.of()).stream().noneMatch(key -> signed(leaf, key))) {
      throw new CertificateException("not signed by a member or client of this group: " + owner);
    }
  }

  private static boolean signed(X509Certificate leaf, VerificationKey key) {
    var oid = IdentitySignature.algorithm(key.scheme()).getAlgorithm().getId();
    try {
      return oid.equals(leaf.getSigAlgOID())
          && IdentitySignature.verifies(key, leaf.getTBSCertificate(), leaf.getSignature());
    } catch (CertificateException e) {
      return false;
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  /** None: whoever asks which authorities are accepted learns that there are none. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
