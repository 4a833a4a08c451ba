package io.quorate.engine.core;

import io.quorate.engine.model.ReplicaId;

/** Signers of replicas' messages as replicas. */
final class ReplicaIds {

  private ReplicaIds() {}

  static ReplicaId of(long signer) {
    return new ReplicaId(Math.toIntExact(signer));
  }
}
