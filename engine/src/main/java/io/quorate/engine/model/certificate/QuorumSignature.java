package io.quorate.engine.model.certificate;

import io.quorate.engine.model.Bytes;
import java.util.BitSet;
import java.util.List;

/** A quorum's signature under one claim, in one of the forms that a certificate may have. */
public sealed interface QuorumSignature extends FinalityProof {

  /** Under what needs none: the genesis header, which everyone has. */
  QuorumSignature NONE = new Votes(List.of());

  /** The members' own signatures; none in an aggregate. */
  List<Endorsement> endorsements();

  /** How many signatures it carries, whatever their form. */
  int size();

  /**
   * The members' own signatures, each under what that member said.
   *
   * @param endorsements in the order in which they travel
   */
  record Votes(List<Endorsement> endorsements) implements QuorumSignature {
    public Votes {
      endorsements = List.copyOf(endorsements);
    }

    @Override
    public BitSet signers() {
      var signers = new BitSet();
      endorsements.forEach(each -> signers.set(each.signer().value()));
      return signers;
    }

    @Override
    public int size() {
      return endorsements.size();
    }
  }

  /**
   * One BLS12-381 signature for all of its signers (min-sig), under a statement without a signer.
   *
   * @param members a bit for each member, member 0 the lowest bit of the first byte; as many bytes
   *     as the members need
   * @param signature 48 bytes, a compressed point of G1
   */
  record Aggregate(Bytes members, Bytes signature) implements QuorumSignature {
    @Override
    public BitSet signers() {
      return BitSet.valueOf(members.toArray());
    }

    @Override
    public List<Endorsement> endorsements() {
      return List.of();
    }

    @Override
    public int size() {
      return 1;
    }
  }
}
