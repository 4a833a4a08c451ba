package io.quorate.bench.micro;

import io.quorate.engine.model.SequenceNumber;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One request through the four phases on all replicas of a group, with its share of checkpoints:
 * the rules, the messages' encoding and their digests, without signatures, network, disk or actors.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class SlotBench {

  @Param({"4", "7", "10"})
  int replicas;

  private CoreGroup group;

  @Setup(Level.Iteration)
  public void found() {
    group = new CoreGroup(replicas);
  }

  @Benchmark
  public SequenceNumber slot() {
    return group.order();
  }
}
