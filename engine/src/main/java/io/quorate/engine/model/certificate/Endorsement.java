package io.quorate.engine.model.certificate;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;

/** One replica's signature in a certificate. */
public record Endorsement(ReplicaId signer, Bytes signature) {}
