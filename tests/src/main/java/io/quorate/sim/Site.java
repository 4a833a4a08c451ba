package io.quorate.sim;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import java.util.Optional;

/** What surrounds one replica's process: clocks, links, its disk, and who watches. */
interface Site {

  /** Monotonic time in nanoseconds. */
  long now();

  /** Calendar time in milliseconds. */
  long wall();

  void send(int to, Bytes wire);

  void sendToAllPeers(Bytes wire);

  void reply(ClientId to, Bytes wire);

  /** Runs the action after so many nanoseconds, unless this life ends before. */
  void after(long delay, Runnable action);

  /** A number below the bound, drawn from the scheduling stream. */
  long draw(long bound);

  SimulatedDisk disk();

  Witness witness();

  /** Makes a state available to whoever knows its digest: chunks under a Merkle root, in short. */
  void publish(Snapshot snapshot);

  Optional<Snapshot> find(Digest state);
}
