package io.quorate.bench.micro;

import io.quorate.engine.codec.Decoded;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.codec.Unverified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Prepare;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Messages to octets and back, without signatures; a bundle's digest is part of its decoding. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CodecBench {

  private static final Bytes UNSIGNED = Bytes.wrap(new byte[64]);

  /** The vote that there is most of. */
  @State(Scope.Benchmark)
  public static class Vote {
    private final MessageCodec codec = MicroGroup.unsigned(4).codec();
    private final Prepare prepare =
        new Prepare(View.ZERO, new SequenceNumber(7), Digest.ZERO, new ReplicaId(2));
    private final Bytes wire = codec.encode(prepare, 2, signed -> UNSIGNED).wire();
  }

  /** A client's bundle. */
  @State(Scope.Benchmark)
  public static class Bundle {
    @Param({"1", "64"})
    int operations;

    @Param({"0", "1024"})
    int octets;

    private final MessageCodec codec = MicroGroup.unsigned(4).codec();
    private Message request;
    private Bytes wire;

    @Setup
    public void encode() {
      var signed = MicroGroup.unsigned(4).request(1, operations, octets);
      request = signed.message();
      wire = signed.wire();
    }
  }

  @Benchmark
  public Unverified encodePrepare(Vote vote) {
    return vote.codec.encode(vote.prepare, 2, signed -> UNSIGNED);
  }

  @Benchmark
  public Decoded<Message> decodePrepare(Vote vote) {
    return decode(vote.wire);
  }

  @Benchmark
  public Unverified encodeRequest(Bundle bundle) {
    return bundle.codec.encode(bundle.request, 0, signed -> UNSIGNED);
  }

  @Benchmark
  public Decoded<Message> decodeRequest(Bundle bundle) {
    return decode(bundle.wire);
  }

  private static Decoded<Message> decode(Bytes wire) {
    var opened = new Unverified[1];
    MessageCodec.open(wire)
        .match(
            message -> opened[0] = message,
            error -> {
              throw new IllegalStateException(error.toString());
            });
    return MessageCodec.read(opened[0]);
  }
}
