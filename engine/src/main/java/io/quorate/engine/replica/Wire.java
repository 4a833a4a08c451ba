package io.quorate.engine.replica;

import io.quorate.engine.model.Bytes;

/** The only thing that replicas and clients send each other through Pekko: a message's octets. */
public record Wire(Bytes octets) {}
