package io.quorate.extension.celestia;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.extension.celestia.CelestiaJson.SignedHeader;
import io.quorate.extension.celestia.ValidatorSet.Fraction;
import io.quorate.extension.celestia.ValidatorSet.Support;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Whether a Celestia block carries a blob. Answers from the claim alone; what is trusted is the set
 * of validators and the chain's name, which the caller pinned.
 *
 * @param chain the chain's name
 * @param trusted validators whose two thirds decide
 */
public record CelestiaCheck(String chain, ValidatorSet trusted) {

  /**
   * What is claimed.
   *
   * @param namespace 29 bytes
   * @param blob the bytes that are said to be there
   */
  public record Claim(SignedHeader block, BlobProof proof, Bytes namespace, Bytes blob) {}

  /** One check that was made, by its name in {@code POST /bft/verify/celestia}. */
  public record Made(String name, boolean ok) {}

  /** The checks that were made, in order, up to the first that failed. */
  public record Result(List<Made> checks) {
    public Result {
      checks = List.copyOf(checks);
    }

    public boolean verified() {
      return failed().isEmpty();
    }

    /** The name of the check that failed. */
    public Optional<String> failed() {
      return checks.stream().filter(check -> !check.ok()).map(Made::name).findFirst();
    }
  }

  /** Makes the checks, from the block down to the blob, and stops at the first that fails. */
  public Result check(Claim claim) {
    var proof = claim.proof();
    var checks = new LinkedHashMap<String, BooleanSupplier>();
    checks.put("celestia-commit", () -> isDecided(claim.block()));
    checks.put("rows", () -> proof.rowsLieIn(dataRoot(claim.block())));
    checks.put("subtree-roots", proof::subtreesLieInRows);
    checks.put("commitment", () -> isOf(proof, claim));
    var made = new ArrayList<Made>();
    for (var check : checks.entrySet()) {
      made.add(new Made(check.getKey(), check.getValue().getAsBoolean()));
      if (!made.get(made.size() - 1).ok()) {
        break;
      }
    }
    return new Result(made);
  }

  private boolean isDecided(SignedHeader block) {
    var header = block.header();
    return header.chain().equals(chain)
        && header.hashes().data().length() == Digest.LENGTH
        && block.commit().height() == header.height()
        && header.hash().toBytes().equals(block.commit().block().hash())
        && trusted.supports(block.commit(), chain, Fraction.TWO_THIRDS) == Support.ENOUGH;
  }

  private static Digest dataRoot(SignedHeader block) {
    return Digest.fromBytes(block.header().hashes().data());
  }

  private static boolean isOf(BlobProof proof, Claim claim) {
    return proof.commitment().equals(BlobShares.commitment(claim.namespace(), claim.blob()));
  }
}
