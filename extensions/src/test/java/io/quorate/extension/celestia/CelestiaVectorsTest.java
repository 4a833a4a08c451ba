package io.quorate.extension.celestia;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.MerkleRoot;
import io.quorate.extension.Fixtures;
import io.quorate.extension.celestia.ValidatorSet.Fraction;
import io.quorate.extension.celestia.ValidatorSet.Support;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CelestiaVectorsTest {

  @Test
  void headers_of_three_chains_are_signed_by_their_validators_and_name_their_data()
      throws IOException {
    int seen = 0;
    for (var file : Fixtures.files(Fixtures.folder("celestia/extended-headers"), ".json")) {
      var content = Fixtures.json(file);
      for (var extended : content.isArray() ? content : List.of(content)) {
        var signed = CelestiaJson.signedHeader(extended);
        var header = signed.header();
        var validators = CelestiaJson.validators(extended.get("validator_set"));
        assertThat(header.hash().toBytes()).isEqualTo(signed.commit().block().hash());
        assertThat(validators.hash().toBytes()).isEqualTo(header.hashes().validators());
        assertThat(dataRoot(extended.get("dah")).toBytes()).isEqualTo(header.hashes().data());
        assertThat(validators.supports(signed.commit(), header.chain(), Fraction.TWO_THIRDS))
            .isEqualTo(Support.ENOUGH);
        seen++;
      }
    }
    assertThat(seen).isEqualTo(262);
  }

  @Test
  void rows_and_columns_of_a_square_have_the_roots_of_its_header() throws IOException {
    var folder = Fixtures.folder("celestia/square");
    var shares = all(Fixtures.json(folder.resolve("eds.json")).get("data_square"));
    var roots = Fixtures.json(folder.resolve("dah.json"));
    int width = (int) Math.sqrt(shares.size());
    for (int i = 0; i < width; i++) {
      var row = new ArrayList<Bytes>();
      var column = new ArrayList<Bytes>();
      for (int j = 0; j < width; j++) {
        row.add(leaf(shares.get(i * width + j), Math.max(i, j) < width / 2));
        column.add(leaf(shares.get(j * width + i), Math.max(i, j) < width / 2));
      }
      assertThat(root(row)).isEqualTo(all(roots.get("row_roots")).get(i));
      assertThat(root(column)).isEqualTo(all(roots.get("column_roots")).get(i));
    }
  }

  @Test
  void proofs_of_blobs_hold_and_none_does_with_a_node_changed_or_left_out() throws IOException {
    int seen = 0;
    for (var file : Fixtures.files(Fixtures.folder("celestia/commitment-proofs"), ".json")) {
      for (var test : Fixtures.json(file)) {
        var root = Digest.fromBytes(bytes(test.get("root")));
        var proof = CelestiaJson.blobProof(test.get("commitment_proof"));
        assertThat(proof.rowsLieIn(root)).isTrue();
        assertThat(proof.subtreesLieInRows()).isTrue();
        assertThat(proof.rowsLieIn(Digest.of(Bytes.EMPTY))).isFalse();
        for (var changed : changedNodes(proof)) {
          assertThat(changed.subtreesLieInRows()).isFalse();
        }
        seen++;
      }
    }
    assertThat(seen).isEqualTo(140);
  }

  private static List<BlobProof> changedNodes(BlobProof proof) {
    var changed = new ArrayList<BlobProof>();
    var subtrees = new ArrayList<>(proof.subtreeRoots());
    subtrees.set(0, flipped(subtrees.get(0)));
    changed.add(new BlobProof(subtrees, proof.rows()));
    changed.add(
        new BlobProof(
            proof.subtreeRoots().subList(0, proof.subtreeRoots().size() - 1), proof.rows()));
    var row = proof.rows().get(0);
    if (!row.beside().isEmpty()) {
      var beside = new ArrayList<>(row.beside());
      beside.set(0, flipped(beside.get(0)));
      changed.add(withFirst(proof, beside));
      changed.add(withFirst(proof, row.beside().subList(0, row.beside().size() - 1)));
    }
    return changed;
  }

  private static BlobProof withFirst(BlobProof proof, List<Bytes> beside) {
    var rows = new ArrayList<>(proof.rows());
    var row = rows.get(0);
    rows.set(0, new BlobProof.Row(row.from(), row.to(), beside, row.root(), row.path()));
    return new BlobProof(proof.subtreeRoots(), rows);
  }

  private static Bytes flipped(Bytes node) {
    var array = node.toArray();
    array[array.length - 1] ^= 1;
    return Bytes.wrap(array);
  }

  @Test
  void every_step_made_from_the_light_clients_model_has_its_verdict() throws IOException {
    int steps = 0;
    var files = Fixtures.files(Fixtures.folder("cometbft-light/single_step"), ".json");
    assertThat(files).hasSize(41);
    for (var file : files) {
      steps += run(file.toString(), Fixtures.json(file));
    }
    assertThat(steps).isEqualTo(99);
  }

  private static int run(String file, JsonNode test) {
    var initial = test.get("initial");
    var period = Duration.ofNanos(initial.get("trusting_period").asLong());
    var trusted = CelestiaJson.header(initial.at("/signed_header/header"));
    var next = CelestiaJson.validators(initial.get("next_validator_set"));
    int steps = 0;
    for (var input : test.get("input")) {
      var block = input.get("block");
      var signed = CelestiaJson.signedHeader(block.get("signed_header"));
      var candidate =
          new CometStep.Candidate(
              signed.header(),
              signed.commit(),
              CelestiaJson.validators(block.get("validator_set")),
              CelestiaJson.validators(block.get("next_validator_set")));
      var now = Instant.parse(input.get("now").asText());
      var outcome = new CometStep(trusted, next, period).judge(candidate, now);
      assertThat(outcome.verdict().name())
          .as("%s, step %d: %s", file, steps, outcome.why())
          .isEqualTo(input.get("verdict").asText());
      if (outcome.verdict() == CometStep.Verdict.SUCCESS) {
        trusted = candidate.header();
        next = candidate.next();
      }
      steps++;
    }
    return steps;
  }

  private static Bytes leaf(Bytes share, boolean original) {
    var parity = new byte[Namespaced.NAMESPACE];
    Arrays.fill(parity, (byte) 0xff);
    var namespace = original ? share.slice(0, Namespaced.NAMESPACE) : Bytes.wrap(parity);
    return Namespaced.leaf(namespace, share);
  }

  private static Bytes root(List<Bytes> leaves) {
    if (leaves.size() == 1) {
      return leaves.get(0);
    }
    int half = Integer.highestOneBit(leaves.size() - 1);
    return Namespaced.above(
            root(leaves.subList(0, half)), root(leaves.subList(half, leaves.size())))
        .orElseThrow();
  }

  private static Digest dataRoot(JsonNode roots) {
    var all =
        Stream.of("row_roots", "column_roots")
            .flatMap(name -> all(roots.get(name)).stream())
            .map(MerkleRoot::leaf)
            .toList();
    return MerkleRoot.ofHashes(all);
  }

  private static List<Bytes> all(JsonNode list) {
    var all = new ArrayList<Bytes>();
    list.forEach(each -> all.add(bytes(each)));
    return all;
  }

  private static Bytes bytes(JsonNode base64) {
    return Bytes.wrap(Base64.getDecoder().decode(base64.asText()));
  }
}
