package io.quorate.engine.model.certificate;

/** A quorum's signatures under one claim. */
public sealed interface Certificate
    permits PreparedCertificate, CommitCertificate, StableCheckpoint {}
