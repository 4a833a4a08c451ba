package io.quorate.bootstrap.tls;

import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.ReplicaId;
import javax.security.auth.x500.X500Principal;

/**
 * What a certificate's subject says.
 *
 * @param common {@code replica-<i>} or {@code client-<id>}
 * @param cluster the group's name
 */
public record PeerName(String common, String cluster) {

  public PeerName {
    if (!(common + cluster).matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("no name for a certificate: " + common + ", " + cluster);
    }
  }

  public static PeerName of(ReplicaId replica, String cluster) {
    return new PeerName("replica-" + replica.value(), cluster);
  }

  public static PeerName of(ClientId client, String cluster) {
    return new PeerName("client-" + client.value(), cluster);
  }

  X500Principal principal() {
    return new X500Principal("CN=" + common + ", O=" + cluster);
  }
}
