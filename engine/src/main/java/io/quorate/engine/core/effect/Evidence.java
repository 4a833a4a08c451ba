package io.quorate.engine.core.effect;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;

/**
 * Two signed messages that cannot both stand, for whoever judges: when {@code why} is an {@link
 * Rejection.Equivocation} they prove that their signer lies; else the second is a proposal that
 * contradicts what this replica had taken up, as a primary makes that does not know that its view
 * has ended.
 *
 * @param first octets of what was taken up
 * @param second octets of what was refused
 */
public record Evidence(ReplicaId by, Rejection why, Bytes first, Bytes second) {

  int octets() {
    return first.length() + second.length();
  }
}
