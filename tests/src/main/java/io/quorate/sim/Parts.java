package io.quorate.sim;

import io.quorate.engine.model.Header;
import java.util.SplittableRandom;

/** Makes what a replica stands on. Tests put in broken parts to see the checks bite. */
class Parts {

  SimulatedDisk disk(int replica, SimulatedClock clock, SplittableRandom random) {
    return new SimulatedDisk(clock, random);
  }

  SimulatedExecutor executor(int replica, Header beginning, int checkpointInterval) {
    return new SimulatedExecutor(beginning, checkpointInterval);
  }
}
