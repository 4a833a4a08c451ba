package io.quorate.engine.spi;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.certificate.Endorsement;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message.Decided.Decision;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Facts and decisions as a replica would record them; their signatures are anything. */
public final class Records {

  private Records() {}

  public static Fact entered(long view) {
    return new Fact.ViewEntered(new View(view));
  }

  public static Fact installed(long view) {
    return new Fact.ViewInstalled(
        new View(view), Bytes.utf8("new view " + view), List.of(Bytes.utf8("why " + view)));
  }

  public static Fact promised(long sequence) {
    return promised(sequence, Bytes.utf8("request of " + sequence));
  }

  public static Fact promised(long sequence, Bytes request) {
    return new Fact.Promised(
        View.ZERO,
        new SequenceNumber(sequence),
        Bytes.utf8("pre-prepare " + sequence),
        Bytes.utf8("prepare " + sequence),
        List.of(request));
  }

  public static Fact prepared(long sequence) {
    var certificate =
        new PreparedCertificate(
            View.ZERO, new SequenceNumber(sequence), digest(sequence), by(0), List.of(by(1)));
    return new Fact.Prepared(certificate, Bytes.utf8("commit " + sequence));
  }

  public static Fact stabilized(long sequence) {
    return new Fact.Stabilized(checkpoint(sequence));
  }

  public static StableCheckpoint checkpoint(long sequence) {
    var header =
        new Header(
            new SequenceNumber(sequence),
            digest(sequence - 1),
            digest(sequence),
            Digest.ZERO,
            Digest.ZERO,
            ConfigurationId.GENESIS,
            sequence,
            Digest.ZERO);
    return new StableCheckpoint(Canonical.seal(header), List.of(by(0), by(1), by(2)));
  }

  public static Decision decision(long sequence) {
    return decision(sequence, Bytes.utf8("request of " + sequence));
  }

  public static Decision decision(long sequence, Bytes request) {
    var id = new RequestId(new ClientId(1), 1, sequence);
    var batch =
        Canonical.batch(
            sequence, List.of(new RequestReference(id, 1, request.length(), Digest.of(request))));
    var certificate =
        new CommitCertificate(
            View.ZERO, new SequenceNumber(sequence), batch.digest(), List.of(by(0), by(1), by(2)));
    return new Decision(certificate, batch, List.of(request));
  }

  /** The decisions from one number to another, both included. */
  public static List<Decision> decisions(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(Records::decision).toList();
  }

  /** So many octets, all of them this one. */
  public static Bytes octets(int length, int each) {
    byte[] octets = new byte[length];
    Arrays.fill(octets, (byte) each);
    return Bytes.wrap(octets);
  }

  private static Digest digest(long of) {
    return Digest.of(Bytes.utf8("batch " + of));
  }

  private static Endorsement by(int replica) {
    return new Endorsement(new ReplicaId(replica), Bytes.utf8("signature of " + replica));
  }
}
