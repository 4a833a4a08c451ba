package io.quorate.engine.codec;

import io.quorate.engine.codec.DecodeError.Kind;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.model.certificate.FinalityProof;
import io.quorate.engine.model.certificate.FinalityProof.ZeroKnowledge;
import io.quorate.engine.model.certificate.QuorumSignature;
import java.util.List;

/**
 * A finality certificate as bytes: the CBOR array {@code [version, cluster, configuration,
 * [header...], proof]}, where a proof is {@code [0, [endorsement...]]}, {@code [1, signers,
 * signature]} or {@code [3, circuit, proof]}. One value has one form: nothing is appended, nothing
 * is skipped.
 */
public final class FinalityCodec {

  /** Headers of one certificate. */
  public static final int MOST_HEADERS = 4_096;

  /** Members of the largest committee that a certificate can name. */
  public static final int MOST_SIGNERS = PayloadReader.MAX_REPLICAS;

  /** Bytes of a zero-knowledge proof. */
  public static final int MOST_PROOF = 64 << 10;

  private static final int VERSION = 1;
  private static final int ZERO_KNOWLEDGE = 3;
  private static final int MOST_BYTES = 4 << 20;

  private FinalityCodec() {}

  public static Bytes encode(FinalityCertificate certificate) {
    var writer =
        new CborWriter()
            .array(5)
            .number(VERSION)
            .digest(certificate.cluster().genesis())
            .number(certificate.configuration().value())
            .list(certificate.headers(), PayloadWriter::writeHeader);
    if (certificate.proof() instanceof ZeroKnowledge proof) {
      writer.array(3).number(ZERO_KNOWLEDGE).digest(proof.circuit()).octets(proof.proof()).end();
    } else {
      PayloadWriter.writeQuorum(writer, (QuorumSignature) certificate.proof());
    }
    return writer.end().toBytes();
  }

  /** Reads bytes of anybody; what is returned is well formed, and a claim. */
  public static Decoded<FinalityCertificate> decode(Bytes bytes) {
    return Decoded.of(() -> read(bytes));
  }

  private static FinalityCertificate read(Bytes bytes) throws DecodeException {
    if (bytes.length() > MOST_BYTES) {
      throw new DecodeException(Kind.TOO_LARGE, "a certificate longer than " + MOST_BYTES);
    }
    var in = new CborReader(bytes);
    in.array();
    if (in.number() != VERSION) {
      throw new DecodeException(Kind.UNKNOWN_VERSION, "a certificate of another version");
    }
    var cluster = new ClusterId(in.digest());
    var configuration = new ConfigurationId(in.natural());
    List<Header> headers = in.list(MOST_HEADERS, PayloadReader::readHeader);
    if (headers.isEmpty()) {
      throw new DecodeException(Kind.OUT_OF_BOUNDS, "a certificate without a header");
    }
    var proof = readProof(in);
    in.endExactly();
    in.finish();
    return new FinalityCertificate(cluster, configuration, headers, proof);
  }

  private static FinalityProof readProof(CborReader in) throws DecodeException {
    in.array();
    int form = in.upTo(Integer.MAX_VALUE);
    if (form != ZERO_KNOWLEDGE) {
      return PayloadReader.readQuorum(in, form);
    }
    var proof = new ZeroKnowledge(in.digest(), in.ownOctets(MOST_PROOF));
    in.endExactly();
    return proof;
  }
}
