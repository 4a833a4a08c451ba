package io.quorate.engine.spi;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;

/** A part of a state machine's state; hashed once, when it is made. */
public record Chunk(Bytes octets, Digest digest) {

  public static Chunk of(Bytes octets) {
    return new Chunk(octets, Digest.of(octets));
  }
}
