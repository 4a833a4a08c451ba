package io.quorate.engine.model.certificate;

import io.quorate.engine.model.Header;
import io.quorate.engine.model.SequenceNumber;
import java.util.List;

/**
 * A quorum signed this header (OSDI '99, §4.3): what lies below it need not be kept. The genesis
 * header needs no signature, for everyone has it.
 */
public record StableCheckpoint(Header header, QuorumSignature signature) implements Certificate {

  /** With the members' own signatures. */
  public StableCheckpoint(Header header, List<Endorsement> signatures) {
    this(header, new QuorumSignature.Votes(signatures));
  }

  public SequenceNumber sequence() {
    return header.sequence();
  }
}
