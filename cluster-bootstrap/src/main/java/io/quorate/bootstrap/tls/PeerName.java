package io.quorate.bootstrap.tls;

import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.ReplicaId;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * What a certificate's subject says.
 *
 * @param common {@code replica-<i>} or {@code client-<id>}
 * @param cluster the group's name
 */
public record PeerName(String common, String cluster) {

  private static final String REPLICA = "replica-";
  private static final Pattern COMMON = Pattern.compile("CN=([A-Za-z0-9._-]+)");

  public PeerName {
    if (!(common + cluster).matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("no name for a certificate: " + common + ", " + cluster);
    }
  }

  public static PeerName of(ReplicaId replica, String cluster) {
    return new PeerName(REPLICA + replica.value(), cluster);
  }

  public static PeerName of(ClientId client, String cluster) {
    return new PeerName("client-" + client.value(), cluster);
  }

  X500Principal principal() {
    return new X500Principal("CN=" + common + ", O=" + cluster);
  }

  /** The common name in a principal that {@link CommitteeTrust} believes. */
  public static String commonOf(X500Principal principal) {
    var found = COMMON.matcher(principal.getName());
    if (!found.find()) {
      throw new IllegalArgumentException("no name of ours: " + principal);
    }
    return found.group(1);
  }

  /** Whether a principal that {@link CommitteeTrust} believes is a member of the committee. */
  public static boolean isReplica(X500Principal principal) {
    return commonOf(principal).startsWith(REPLICA);
  }
}
