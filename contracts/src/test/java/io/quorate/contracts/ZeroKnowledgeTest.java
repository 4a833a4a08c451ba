package io.quorate.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bootstrap.finality.FinalityAbi;
import io.quorate.bootstrap.finality.FinalityFile;
import io.quorate.bootstrap.finality.Verification;
import io.quorate.bootstrap.prover.CircuitFolder;
import io.quorate.bootstrap.prover.Prover;
import io.quorate.bootstrap.prover.Prover.NotProven;
import io.quorate.bootstrap.prover.ProverSettings;
import io.quorate.bootstrap.prover.ProverSettings.Backend;
import io.quorate.contracts.Evm.Result;
import io.quorate.engine.codec.FinalityCodec;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.model.certificate.FinalityProof.ZeroKnowledge;
import io.quorate.engine.proof.ProofVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole way: votes that this engine's code signs, proven by the prover's process over a toy
 * setup, verified in Java and by a contract.
 */
@Tag("slow")
@DisplayNameGeneration(ReplaceUnderscores.class)
class ZeroKnowledgeTest {

  private static final int MEMBERS = 4;

  /** Rows of the circuit, and one. */
  private static final int POINTS = (1 << 18) + 1;

  private static final long SECONDS = 300;
  private static final Path CIRCUIT = Path.of("target/circuit").toAbsolutePath();
  private static final Group GROUP = Group.of(MEMBERS);
  private static final Header HEADER = Group.header(64_000);

  private static Path crs;
  private static Path installed;
  private static CircuitFolder circuit;
  private static ProofVerifier verifier;
  private static FinalityCertificate proven;
  private static final List<String> PROGRESS = new ArrayList<>();

  @BeforeAll
  static void prove() throws Exception {
    var source = Path.of("../prover");
    var project = NodeProject.install(source, Path.of("target/prover"));
    installed = project.folder().toAbsolutePath();
    crs = ToySetup.of(POINTS, Path.of("target/toy-setup")).toAbsolutePath();
    project.node(SECONDS, "", "setup.mjs", "--members", MEMBERS, "--out", CIRCUIT, "--crs", crs);
    circuit = CircuitFolder.read(CIRCUIT);
    verifier = circuit.verifier();
    proven =
        prover(Duration.ofMinutes(5), "prove.mjs")
            .prove(GROUP.certificate(HEADER), GROUP.configured(), PROGRESS::add);
  }

  private static Prover prover(Duration timeout, String script) {
    return new Prover(
        new ProverSettings(
            Backend.BARRETENBERG,
            Optional.of(CIRCUIT),
            1,
            List.of("node", installed.resolve(script).toString()),
            Optional.of(crs),
            timeout,
            1L << 30),
        circuit);
  }

  @Test
  void a_proof_convinces_who_trusts_the_circuit() {
    assertThat(PROGRESS).containsExactly("witness", "proof");
    assertThat(verification(proven).verified()).isTrue();
    var read = FinalityCodec.decode(FinalityCodec.encode(proven));
    assertThat(read.orElseThrow(e -> new IllegalStateException(e.toString()))).isEqualTo(proven);
    var file = new FinalityFile(proven, Optional.empty());
    assertThat(FinalityFile.read(Bytes.utf8(file.json().toString())).certificate())
        .isEqualTo(proven);
  }

  @Test
  void nobody_else_is_convinced_and_nothing_else_is_proven() {
    var file = new FinalityFile(proven, Optional.empty());
    assertThat(Verification.of(file, GROUP.committee().genesis()).failed()).contains("quorum");
    assertThat(verification(with(Group.header(128), proven)).failed()).contains("quorum");
    var other = Committee.of(MEMBERS, SignatureScheme.ECDSA_P256, "other");
    var moved =
        new FinalityCertificate(
            other.cluster(), proven.configuration(), proven.headers(), proven.proof());
    assertThat(
            Verification.of(
                    new FinalityFile(moved, Optional.empty()),
                    other.genesis(),
                    Optional.of(verifier))
                .failed())
        .contains("quorum");
  }

  @Test
  void a_contract_believes_it_and_nothing_else() throws IOException {
    var good = FinalityAbi.encode(proven, GROUP.configured()).orElseThrow();
    var changed = good.toArray();
    changed[changed.length - 100] ^= 1;
    var evm =
        new Evm()
            .deploy("HonkVerifier", "honk", "")
            .deploy(
                "FinalityZk",
                "group",
                Evm.hex(GROUP.committee().cluster().genesis().toBytes())
                    + Abi.word(96)
                    + "{honk}"
                    + Abi.tail(GROUP.packed()))
            .call("group", "verify", good)
            .call("group", "verify", Bytes.wrap(changed))
            .call(
                "group",
                "verify",
                FinalityAbi.encode(with(Group.header(128), proven), GROUP.configured())
                    .orElseThrow());
    var results = evm.run(CIRCUIT);
    assertThat(results).extracting(Result::ok).containsExactly(true, true, true, false, false);
    assertThat(results.get(2).gas()).isLessThanOrEqualTo(800_000);
    var deploy = results.get(0).transactionGas() + results.get(1).transactionGas();
    var row =
        new GasTable.Row(
            "Zero-knowledge proof, n = 4",
            List.of(results.get(2).gas(), results.get(2).transactionGas(), deploy));
    GasTable.ofPage("Zero-knowledge").agreesWith(List.of(row));
  }

  @Test
  void what_cannot_be_proven_says_why() {
    var prover = prover(Duration.ofMinutes(5), "prove.mjs");
    var header = HEADER;
    var wrong = with(Group.header(128), GROUP.certificate(header));
    assertThatThrownBy(() -> prover.prove(wrong, GROUP.configured(), step -> {}))
        .isInstanceOf(NotProven.class)
        .hasMessageContaining("a signature does not hold");
    var seven = Group.of(7);
    assertThatThrownBy(
            () -> prover.prove(seven.certificate(header), seven.configured(), step -> {}))
        .hasMessageContaining("4 members and the group has 7");
    var two = List.of(Group.header(63), header);
    var batch =
        new FinalityCertificate(
            proven.cluster(), proven.configuration(), two, GROUP.certificate(header).proof());
    assertThatThrownBy(() -> prover.prove(batch, GROUP.configured(), step -> {}))
        .hasMessageContaining("2 headers are more than prover.max-batch-size, 1");
    var plain = Committee.of(MEMBERS);
    assertThatThrownBy(() -> prover.prove(proven, plain.genesis().configuration(), step -> {}))
        .hasMessageContaining("only votes by P-256 keys");
  }

  @Test
  void a_prover_that_takes_too_long_is_ended() {
    assertThatThrownBy(
            () ->
                prover(Duration.ofSeconds(1), "prove.mjs")
                    .prove(GROUP.certificate(HEADER), GROUP.configured(), step -> {}))
        .hasMessageContaining("no proof within 1 s");
  }

  @Test
  void a_prover_that_is_not_there_is_told() {
    assertThatThrownBy(
            () ->
                prover(Duration.ofMinutes(1), "nothing.mjs")
                    .prove(GROUP.certificate(HEADER), GROUP.configured(), step -> {}))
        .hasMessageContaining("ended without a proof");
  }

  /** Whoever signed: the proof does not tell. */
  @Test
  void proofs_of_different_signers_look_alike() throws Exception {
    var others = GROUP.certificate(HEADER, IntStream.range(0, 3));
    var second =
        prover(Duration.ofMinutes(5), "prove.mjs").prove(others, GROUP.configured(), step -> {});
    assertThat(verification(second).verified()).isTrue();
    assertThat(second.proof().signers()).isEqualTo(proven.proof().signers());
    assertThat(((ZeroKnowledge) second.proof()).proof().length())
        .isEqualTo(((ZeroKnowledge) proven.proof()).proof().length());
  }

  private static Verification verification(FinalityCertificate certificate) {
    return Verification.of(
        new FinalityFile(certificate, Optional.empty()),
        GROUP.committee().genesis(),
        Optional.of(verifier));
  }

  private static FinalityCertificate with(Header header, FinalityCertificate certificate) {
    return new FinalityCertificate(
        certificate.cluster(), certificate.configuration(), List.of(header), certificate.proof());
  }
}
