package io.quorate.sim;

import java.util.SplittableRandom;

/** What a replica stands on. Tests put in broken parts to see the checks bite. */
class SimulatedParts {

  SimulatedDisk disk(int replica, SimulatedClock clock, SplittableRandom random, Tally tally) {
    return new SimulatedDisk(clock, random, tally);
  }

  SimulatedMachine machine(int replica, CheckRunner checkRunner) {
    return new SimulatedMachine(replica, checkRunner);
  }

  /** Told when a replica's low mark moved. */
  void stable(SimulatedReplica replica) {}
}
