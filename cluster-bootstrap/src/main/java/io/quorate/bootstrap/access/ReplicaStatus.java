package io.quorate.bootstrap.access;

import java.util.List;
import java.util.Optional;

/**
 * How a replica is. Field names are those of {@code GET /status}.
 *
 * @param mode as people say it: recovering, agreeing, view-changing, catching-up …
 * @param primary of the view
 * @param executed last sequence number executed
 * @param stable last stable checkpoint
 * @param committed last sequence number known to be decided
 * @param configuration number of the committee in force
 * @param stuck why there is no progress though there is work; empty while there is, or no work
 */
public record ReplicaStatus(
    int replica,
    String mode,
    long view,
    int primary,
    long executed,
    long stable,
    long committed,
    long configuration,
    int n,
    int f,
    int quorum,
    List<Peer> peers,
    Optional<Stuck> stuck) {

  /** The mode of a replica in normal operation. */
  public static final String AGREEING = "agreeing";

  /** The mode of a replica that reads its journals. */
  public static final String RECOVERING = "recovering";

  /** The mode of a replica that follows and never votes. */
  public static final String LEARNING = "learning";

  /** The mode of a replica that does nothing any more until it is started again. */
  public static final String HALTED = "halted";

  public ReplicaStatus {
    peers = List.copyOf(peers);
  }

  /**
   * Another replica, as last heard of.
   *
   * @param lag sequence numbers that it is behind this one; 0 if it is ahead
   * @param heardMillis since its last signed sign of life; -1 when none was heard
   */
  public record Peer(
      int id,
      String address,
      boolean reachable,
      long view,
      long executed,
      long lag,
      long heardMillis) {}

  /**
   * Why nothing happens.
   *
   * @param since milliseconds since 1970
   * @param waitingFor replicas whose word would help
   * @param hint what an operator might do
   */
  public record Stuck(long since, List<Integer> waitingFor, String hint) {

    public Stuck {
      waitingFor = List.copyOf(waitingFor);
    }
  }

  /** Does this replica, with the peers it reaches, make a quorum that agrees? */
  public boolean isReady() {
    return mode.equals(AGREEING)
        && 1 + peers.stream().filter(Peer::reachable).count() >= quorum
        && stuck.isEmpty();
  }
}
