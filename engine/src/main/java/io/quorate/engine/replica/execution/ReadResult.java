package io.quorate.engine.replica.execution;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.SequenceNumber;

/** What a replica's own state says, and after which batch. */
public record ReadResult(SequenceNumber at, Bytes result) {}
