package io.quorate.bootstrap.registry;

import io.quorate.engine.model.Buffer;
import io.quorate.engine.spi.PeerEntry;
import io.quorate.engine.spi.PeerList;
import java.util.List;

/** What a registry can make a process keep. */
public final class RegistryBuffers {

  /** Of an entry: its record and strings, and what was found at its address. */
  private static final int OBJECTS = 512;

  private RegistryBuffers() {}

  /** The worst case: as many entries as may be, and an answer that is being read. */
  public static List<Buffer> all() {
    long entry = PeerEntry.MOST_ADDRESS + PeerEntry.MOST_ANNOUNCEMENT + OBJECTS;
    return List.of(
        new Buffer(
            PeerList.BUFFER,
            "the registry",
            "entries",
            PeerList.MOST * entry + EtcdGateway.MOST_ANSWER));
  }
}
