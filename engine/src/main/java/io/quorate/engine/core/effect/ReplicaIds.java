package io.quorate.engine.core.effect;

import io.quorate.engine.model.ReplicaId;

/** Signers of replicas' messages as replicas. */
public final class ReplicaIds {

  private ReplicaIds() {}

  public static ReplicaId of(long signer) {
    return new ReplicaId(Math.toIntExact(signer));
  }
}
