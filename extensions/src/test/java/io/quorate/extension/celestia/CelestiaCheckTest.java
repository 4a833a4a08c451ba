package io.quorate.extension.celestia;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.Signer;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.extension.celestia.CelestiaCheck.Claim;
import io.quorate.extension.celestia.CelestiaJson.SignedHeader;
import io.quorate.extension.celestia.CometCommit.Flag;
import io.quorate.extension.celestia.CometCommit.Vote;
import io.quorate.extension.celestia.ValidatorSet.Validator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CelestiaCheckTest {

  private static final String CHAIN = "test-1";
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.6Z");
  private static final Bytes NAMESPACE =
      Bytes.wrap(
          new byte[] {
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
          });

  private final List<Signer> signers =
      IntStream.range(0, 4).mapToObj(i -> SignatureScheme.ED25519.signer(seed(i))).toList();
  private final ValidatorSet validators =
      new ValidatorSet(signers.stream().map(CelestiaCheckTest::validator).toList());
  private final CelestiaCheck check = new CelestiaCheck(CHAIN, validators);

  /** One share, one row, and rows with subtrees of more than one share. */
  @ParameterizedTest
  @CsvSource({"1, 2", "400, 2", "1900, 4", "48000, 16", "200000, 32"})
  void a_blob_of_any_size_that_is_there_is_found(int bytes, int side) {
    var claim = claim(blob(bytes), side, 3);
    var result = check.check(claim);
    assertThat(result.failed()).isEmpty();
    assertThat(result.checks())
        .extracting(CelestiaCheck.Made::name)
        .containsExactly("celestia-commit", "rows", "subtree-roots", "commitment");
  }

  @Test
  void two_of_four_validators_decide_nothing() {
    assertFails(claim(blob(400), 2, 2), "celestia-commit");
  }

  @Test
  void a_vote_with_a_changed_signature_decides_nothing() {
    var claim = claim(blob(400), 2, 3);
    var votes = new ArrayList<>(claim.block().commit().votes());
    var vote = votes.get(0);
    votes.set(0, new Vote(vote.flag(), vote.validator(), TIME.plusNanos(1), vote.signature()));
    var commit = claim.block().commit();
    var changed = new CometCommit(commit.height(), commit.round(), commit.block(), votes);
    var block = new SignedHeader(claim.block().header(), changed);
    assertFails(new Claim(block, claim.proof(), NAMESPACE, claim.blob()), "celestia-commit");
  }

  @Test
  void a_header_of_another_chain_decides_nothing() {
    var other = new CelestiaCheck("test-2", validators);
    assertThat(other.check(claim(blob(400), 2, 3)).failed()).contains("celestia-commit");
  }

  @Test
  void rows_of_another_block_are_not_in_this_one() {
    var claim = claim(blob(400), 2, 3);
    var other = new Square(2, NAMESPACE, blob(401)).proof();
    assertFails(new Claim(claim.block(), other, NAMESPACE, claim.blob()), "rows");
  }

  @Test
  void a_subtree_root_that_is_not_in_its_row_is_seen() {
    var claim = claim(blob(1_900), 4, 3);
    var roots = new ArrayList<>(claim.proof().subtreeRoots());
    var changed = roots.get(1).toArray();
    changed[80] ^= 1;
    roots.set(1, Bytes.wrap(changed));
    var proof = new BlobProof(roots, claim.proof().rows());
    assertFails(new Claim(claim.block(), proof, NAMESPACE, claim.blob()), "subtree-roots");
  }

  @Test
  void other_bytes_than_those_that_are_there_are_not_found() {
    var claim = claim(blob(1_900), 4, 3);
    var other = claim.blob().toArray();
    other[1_000] ^= 1;
    assertFails(
        new Claim(claim.block(), claim.proof(), NAMESPACE, Bytes.wrap(other)), "commitment");
  }

  private void assertFails(Claim claim, String name) {
    var result = check.check(claim);
    assertThat(result.verified()).isFalse();
    assertThat(result.failed()).contains(name);
  }

  private Claim claim(Bytes blob, int side, int votes) {
    var square = new Square(side, NAMESPACE, blob);
    var header = header(square.dataRoot());
    var block = new BlockId(header.hash().toBytes(), 1, Digest.of(Bytes.EMPTY).toBytes());
    var unsigned = new CometCommit(7, 0, block, List.of());
    var signed = signers.stream().limit(votes).map(signer -> vote(unsigned, signer)).toList();
    return new Claim(
        new SignedHeader(header, new CometCommit(7, 0, block, signed)),
        square.proof(),
        NAMESPACE,
        blob);
  }

  private static Vote vote(CometCommit commit, Signer signer) {
    var open = new Vote(Flag.COMMIT, address(signer), TIME, Bytes.EMPTY);
    var signature = signer.sign(commit.signedBy(open, CHAIN).toArray());
    return new Vote(Flag.COMMIT, address(signer), TIME, Bytes.wrap(signature));
  }

  private CometHeader header(Digest dataRoot) {
    var hash = validators.hash().toBytes();
    var none = Bytes.EMPTY;
    return new CometHeader(
        new CometHeader.Version(11, 3),
        CHAIN,
        7,
        TIME,
        BlockId.NONE,
        new CometHeader.Hashes(none, dataRoot.toBytes(), hash, hash, hash, none, none, none, none));
  }

  private static Validator validator(Signer signer) {
    return new Validator(address(signer), Bytes.wrap(signer.key().encoded()), 10);
  }

  private static Bytes address(Signer signer) {
    return Digest.of(Bytes.wrap(signer.key().encoded())).toBytes().slice(0, 20);
  }

  private static byte[] seed(int i) {
    return Digest.of(Bytes.utf8("validator " + i)).toBytes().toArray();
  }

  private static Bytes blob(int bytes) {
    var blob = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      blob[i] = (byte) (i * 31);
    }
    return Bytes.wrap(blob);
  }
}
