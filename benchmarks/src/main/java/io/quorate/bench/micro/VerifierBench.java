package io.quorate.bench.micro;

import io.quorate.engine.codec.Unverified;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.VerificationFailure;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Prepare;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Bytes to verified messages: what a replica does with all that came since it last looked. In a
 * young generation so small that the heap's peak holds little garbage.
 */
@Fork(jvmArgsAppend = "-Xmn4m")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class VerifierBench {

  private static final int REPLICAS = 4;

  @Param({"ed25519", "ecdsa-p256"})
  String scheme;

  /** Votes that had come, of three peers in turn. */
  @Param({"1", "16", "64", "10000"})
  int votes;

  private final List<Bytes> received = new ArrayList<>();
  private MessageVerifier verifier;

  @Setup
  public void receive() {
    var group = MicroGroup.of(REPLICAS, SignatureScheme.ofName(scheme));
    verifier = group.verifier();
    received.clear();
    for (int i = 0; i < votes; i++) {
      int peer = 1 + i % (REPLICAS - 1);
      var at = new SequenceNumber(1L + i / (REPLICAS - 1));
      var vote = new Prepare(View.ZERO, at, Digest.ZERO, new ReplicaId(peer));
      received.add(group.replica(peer).sign(vote).wire());
    }
  }

  /** The time is that of all votes together. */
  @Benchmark
  public void verify(Blackhole taken) {
    var opened = new ArrayList<Unverified>(votes);
    for (var wire : received) {
      verifier.open(wire, VerifierBench::refused).ifPresent(opened::add);
    }
    if (!verifier.allSigned(opened)) {
      throw new IllegalStateException("a good signature was refused");
    }
    for (var message : opened) {
      verifier.read(message, new Taking(taken));
    }
  }

  /** The same, one message after the other. */
  @Benchmark
  public void verifySingly(Blackhole taken) {
    for (var wire : received) {
      var opened = verifier.open(wire, VerifierBench::refused).orElseThrow();
      if (!verifier.isSigned(opened)) {
        throw new IllegalStateException("a good signature was refused");
      }
      verifier.read(opened, new Taking(taken));
    }
  }

  private static void refused(VerificationFailure why) {
    throw new IllegalStateException("a good message was refused: " + why);
  }

  private record Taking(Blackhole taken) implements MessageVerifier.Outcome {
    @Override
    public void verified(Verified<? extends Message> message) {
      taken.consume(message);
    }

    @Override
    public void unverified(VerificationFailure why) {
      refused(why);
    }
  }
}
