package io.quorate.extension.celestia;

import io.quorate.extension.celestia.ValidatorSet.Fraction;
import io.quorate.extension.celestia.ValidatorSet.Support;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One step of a CometBFT light client: from a header that is trusted to a later one (Braithwaite et
 * al., "Tendermint Light Client", arXiv 2010.07031).
 *
 * @param trusted the header that is trusted
 * @param trustedNext the validators that it names for the next block
 * @param period for how long after its time a header is trusted
 */
public record CometStep(CometHeader trusted, ValidatorSet trustedNext, Duration period) {

  /** What is to be believed. */
  public record Candidate(
      CometHeader header, CometCommit commit, ValidatorSet validators, ValidatorSet next) {}

  /** What came of it. */
  public enum Verdict {
    SUCCESS,
    INVALID,
    NOT_ENOUGH_TRUST
  }

  /**
   * A verdict.
   *
   * @param why what failed; empty on success
   */
  public record Outcome(Verdict verdict, Optional<String> why) {}

  /** Judges the candidate at this moment. */
  public Outcome judge(Candidate candidate, Instant now) {
    var flaw = flawInItself(candidate).or(() -> flawBeside(candidate.header(), now));
    if (flaw.isPresent()) {
      return new Outcome(Verdict.INVALID, flaw);
    }
    var header = candidate.header();
    if (header.height() != trusted.height() + 1) {
      var trust = trustedNext.supports(candidate.commit(), header.chain(), Fraction.ONE_THIRD);
      if (trust == Support.TOO_LITTLE) {
        return new Outcome(
            Verdict.NOT_ENOUGH_TRUST, Optional.of("a third of the trusted validators"));
      }
      if (trust != Support.ENOUGH) {
        return new Outcome(Verdict.INVALID, Optional.of("a vote of a trusted validator"));
      }
    }
    return candidate.validators().supports(candidate.commit(), header.chain(), Fraction.TWO_THIRDS)
            == Support.ENOUGH
        ? new Outcome(Verdict.SUCCESS, Optional.empty())
        : new Outcome(Verdict.INVALID, Optional.of("two thirds of its validators"));
  }

  /** What is wrong with a header, its commit and its validators, whoever trusts them. */
  static Optional<String> flawInItself(Candidate candidate) {
    var hashes = candidate.header().hashes();
    var commit = candidate.commit();
    if (!candidate.validators().hash().toBytes().equals(hashes.validators())) {
      return Optional.of("the hash of the validators");
    }
    if (!candidate.next().hash().toBytes().equals(hashes.nextValidators())) {
      return Optional.of("the hash of the next validators");
    }
    if (!candidate.header().hash().toBytes().equals(commit.block().hash())) {
      return Optional.of("the hash of the header");
    }
    if (commit.votes().size() != candidate.validators().size()) {
      return Optional.of("the number of votes");
    }
    var present =
        commit.votes().stream().filter(each -> each.flag() != CometCommit.Flag.ABSENT).toList();
    if (present.isEmpty()) {
      return Optional.of("no vote at all");
    }
    return present.stream().allMatch(each -> candidate.validators().contains(each.validator()))
        ? Optional.empty()
        : Optional.of("a vote of a stranger");
  }

  private Optional<String> flawBeside(CometHeader header, Instant now) {
    if (!trusted.time().plus(period).isAfter(now)) {
      return Optional.of("the trusting period is over");
    }
    if (!header.time().isAfter(trusted.time()) || !header.time().isBefore(now)) {
      return Optional.of("its time");
    }
    if (!header.chain().equals(trusted.chain())) {
      return Optional.of("its chain");
    }
    if (header.height() <= trusted.height()) {
      return Optional.of("its height");
    }
    boolean next = header.height() == trusted.height() + 1;
    return next && !header.hashes().validators().equals(trusted.hashes().nextValidators())
        ? Optional.of("validators that were not announced")
        : Optional.empty();
  }
}
