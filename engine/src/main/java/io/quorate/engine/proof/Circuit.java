package io.quorate.engine.proof;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;

/**
 * What proofs of one kind are checked against; whoever checks them trusts both parts.
 *
 * @param key the circuit's verification key
 * @param setup what is public of the setup that the key was made with
 */
public record Circuit(Bytes key, Bytes setup) {

  /** Its name in certificates: a digest of both. */
  public Digest id() {
    var hasher = new Digest.Running();
    key.read(hasher::add);
    return setup.read(hasher::add).end();
  }
}
