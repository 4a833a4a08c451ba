package io.quorate.bench.micro;

import io.quorate.engine.crypto.BatchCheck;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.Signer;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Signatures of either scheme over what a vote signs, and digests of bundles. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CryptoBench {

  /** About as long as a vote's statement. */
  private static final int SIGNED = 100;

  /** One key and one message. */
  @State(Scope.Benchmark)
  public static class Single {
    @Param({"ed25519", "ecdsa-p256"})
    String scheme;

    private final byte[] message = new byte[SIGNED];
    private Signer signer;
    private byte[] signature;

    @Setup
    public void sign() {
      signer = MicroGroup.key(SignatureScheme.ofName(scheme), 0);
      signature = signer.sign(message);
    }
  }

  /** Many signatures, by few keys or each by a key of its own. */
  @State(Scope.Benchmark)
  public static class Many {
    @Param({"ed25519", "ecdsa-p256"})
    String scheme;

    @Param({"1", "16", "64", "256"})
    int signatures;

    @Param({"3", "256"})
    int signers;

    private final BatchCheck check = new BatchCheck();
    private Signer[] keys;
    private byte[][] messages;
    private byte[][] signed;

    @Setup
    public void sign() {
      keys = new Signer[signatures];
      messages = new byte[signatures][];
      signed = new byte[signatures][];
      for (int i = 0; i < signatures; i++) {
        keys[i] = MicroGroup.key(SignatureScheme.ofName(scheme), i % signers);
        messages[i] = ByteBuffer.allocate(SIGNED).putInt(0, i).array();
        signed[i] = keys[i].sign(messages[i]);
      }
    }
  }

  /** A bundle's octets. */
  @State(Scope.Benchmark)
  public static class Octets {
    @Param({"1024", "65536"})
    int octets;

    private Bytes bundle;

    @Setup
    public void fill() {
      bundle = Bytes.wrap(new byte[octets]);
    }
  }

  @Benchmark
  public byte[] sign(Single single) {
    return single.signer.sign(single.message);
  }

  @Benchmark
  public boolean verifySingle(Single single) {
    return single.signer.key().verifies(single.message, single.signature);
  }

  /** The time is that of the whole batch. */
  @Benchmark
  public boolean verifyBatch(Many many) {
    many.check.clear();
    for (int i = 0; i < many.signatures; i++) {
      many.check.add(many.keys[i].key(), many.messages[i], many.signed[i]);
    }
    if (!many.check.allValid()) {
      throw new IllegalStateException("a good signature was refused");
    }
    return true;
  }

  @Benchmark
  public Digest digest(Octets octets) {
    return Digest.of(octets.bundle);
  }
}
