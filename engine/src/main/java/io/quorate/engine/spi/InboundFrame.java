package io.quorate.engine.spi;

import io.quorate.engine.model.Bytes;

/**
 * A message's octets as they came: the only thing that replicas and clients tell each other.
 *
 * @param origin who let them in, and reads on when it learns that they are dealt with
 */
public record InboundFrame(Bytes octets, Origin origin) {

  /** Where octets come from. Told from any thread, once for each wire; must not block. */
  public interface Origin {
    /** Does not care. */
    Origin NONE = (octets, checks) -> {};

    /**
     * These octets take no more room.
     *
     * @param checks what they took, in checks of one signature
     */
    void done(Bytes octets, int checks);
  }

  /** Octets of which nobody keeps count. */
  public InboundFrame(Bytes octets) {
    this(octets, Origin.NONE);
  }

  /** Whoever takes a wire says so when it is done with it. */
  public void done(int checks) {
    origin.done(octets, checks);
  }
}
