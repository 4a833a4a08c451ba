package io.quorate.bootstrap.finality;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.model.certificate.FinalityProof.ZeroKnowledge;
import io.quorate.engine.model.certificate.QuorumSignature.Votes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A certificate as contracts take it: the arguments of {@code verify(Certificate)} in the
 * application binary interface of Ethereum. Only the signed header is in it.
 */
public final class FinalityAbi {

  private static final int WORD = 32;
  private static final int HEADER = 7;
  private static final int SIGNATURE = 64;

  /** A bit for each member. */
  private static final int MOST_MEMBERS = 256;

  private FinalityAbi() {}

  /**
   * Votes by P-256 keys, in the order of the committee, or a zero-knowledge proof.
   *
   * @return empty when it is neither, or not by members of this committee
   */
  public static Optional<Bytes> encode(FinalityCertificate certificate, Configuration committee) {
    if (certificate.proof() instanceof ZeroKnowledge hidden) {
      return Optional.of(encode(certificate.signed(), BigInteger.ZERO, hidden.proof()));
    }
    if (!(certificate.proof() instanceof Votes votes) || committee.size() > MOST_MEMBERS) {
      return Optional.empty();
    }
    var signatures = ByteBuffer.allocate(SIGNATURE * votes.size());
    var signers = BigInteger.ZERO;
    for (var each : votes.endorsements()) {
      if (!committee.contains(each.signer()) || each.signature().length() != SIGNATURE) {
        return Optional.empty();
      }
      signers = signers.setBit(committee.indexOf(each.signer()));
      signatures.put(each.signature().toArray());
    }
    return Optional.of(encode(certificate.signed(), signers, Bytes.wrap(signatures.array())));
  }

  /**
   * A header with a proof of any kind.
   *
   * @param signers a bit for each member in the committee's order; none where the proof hides them
   */
  public static Bytes encode(Header header, BigInteger signers, Bytes proof) {
    int padded = (proof.length() + WORD - 1) / WORD * WORD;
    var out = ByteBuffer.allocate(WORD * (1 + HEADER + 3) + padded);
    word(out, WORD);
    word(out, header.sequence().value());
    out.put(bytes(header.previous()))
        .put(bytes(header.batch()))
        .put(bytes(header.results()))
        .put(bytes(header.state()));
    word(out, header.configuration().value());
    word(out, header.timestamp());
    word(out, signers);
    word(out, WORD * (HEADER + 2));
    word(out, proof.length());
    out.put(proof.toArray());
    return Bytes.wrap(out.array());
  }

  private static byte[] bytes(Digest digest) {
    return digest.toBytes().toArray();
  }

  private static void word(ByteBuffer out, long value) {
    word(out, BigInteger.valueOf(value));
  }

  private static void word(ByteBuffer out, BigInteger value) {
    var bytes = value.toByteArray();
    int length = Math.min(bytes.length, WORD);
    out.put(new byte[WORD - length]).put(bytes, bytes.length - length, length);
  }
}
