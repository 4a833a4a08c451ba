package io.quorate.engine.client;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.SequenceNumber;

/** A result that f + 1 replicas signed alike, so that a correct one is among them. */
public record Reply(SequenceNumber sequence, Bytes result) {}
