package io.quorate.engine.proof;

import io.quorate.engine.model.Header;

/** What a {@link LightClient} makes of a certificate. */
public sealed interface Verdict {

  /** A quorum of the group vouches for this header, and for all before it. */
  record Final(Header header) implements Verdict {}

  /**
   * The certificate shows nothing.
   *
   * @param check the first check that failed
   * @param detail in words
   */
  record Refused(Check check, String detail) implements Verdict {}

  /** Two quorums vouch for two histories: more than f replicas lied. */
  record Conflict(ForkEvidence evidence) implements Verdict {}

  /** The checks, in the order in which they are made. */
  enum Check {
    CLUSTER("cluster"),
    CONFIGURATION("configuration"),
    LINKS("links"),
    TRUSTING_PERIOD("trusting-period"),
    QUORUM("quorum"),
    GENESIS("genesis");

    private final String label;

    Check(String label) {
      this.label = label;
    }

    /** Its name in what tools and HTTP say. */
    public String label() {
      return label;
    }
  }
}
