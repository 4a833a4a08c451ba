package io.quorate.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.committee.CommitteeFile;
import io.quorate.bootstrap.finality.FinalityFile;
import io.quorate.bootstrap.kv.KeyValueOperation;
import io.quorate.bootstrap.kv.KeyValueRequest;
import io.quorate.bootstrap.kv.KeyValueStore;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.FinalityCodec;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.MerkleRoot;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.SnapshotStore.Snapshot;
import io.quorate.engine.spi.StateMachine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class VerifyCommandTest {

  private final Committee committee = founded("orders");
  private final FinalityCertificate certificate =
      FinalityCertificate.of(committee.cluster(), new Examples(committee).stable());
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;
  private Path genesis;

  @BeforeEach
  void found() throws IOException {
    genesis = folder.resolve("committee.conf");
    CommitteeFile.create(genesis, committee.genesis());
  }

  @Test
  void a_certificate_is_verified_by_the_founding_record_offline() throws IOException {
    var file = write(FinalityCodec.encode(certificate));
    assertThat(run("verify", file, "--genesis", genesis.toString())).isZero();
    assertThat(out.toString()).startsWith("verified: the group executed 64");
  }

  @Test
  void a_digest_is_enough_when_the_file_brings_the_record() throws IOException {
    var text = CommitteeFile.render(committee.genesis());
    var file = write(json(new FinalityFile(certificate, Optional.of(text))));
    var digest = HexFormat.of().formatHex(committee.cluster().genesis().toBytes().toArray());
    assertThat(run("verify", file, "--trust", digest + "@0")).isZero();
    assertThat(run("verify", file, "--trust", "0".repeat(64) + "@0")).isEqualTo(1);
    assertThat(err.toString()).contains("another digest");
    var alone = write(json(new FinalityFile(certificate, Optional.empty())));
    assertThat(run("verify", alone, "--trust", digest + "@0")).isEqualTo(2);
  }

  @Test
  void a_certificate_of_another_group_is_told_by_the_check_that_failed() throws IOException {
    var other = folder.resolve("other.conf");
    CommitteeFile.create(other, founded("other").genesis());
    var file = write(FinalityCodec.encode(certificate));
    assertThat(run("verify", file, "--genesis", other.toString(), "--json")).isEqualTo(1);
    assertThat(out.toString()).contains("\"verified\":false", "\"failed\":\"cluster\"");
  }

  @Test
  void the_value_of_a_key_and_that_there_is_none_are_verified_offline() throws IOException {
    var blue = write(json(FinalityFile.of(committee.cluster(), state(), Bytes.utf8("blue"))));
    assertThat(run("verify", blue, "--genesis", genesis.toString())).isZero();
    assertThat(out.toString()).contains("after 64 blue was sky");
    var red = write(json(FinalityFile.of(committee.cluster(), state(), Bytes.utf8("red"))));
    assertThat(run("verify", red, "--genesis", genesis.toString())).isZero();
    assertThat(out.toString()).contains("after 64 red had no value");
  }

  @Test
  void another_value_or_another_key_is_told_by_the_check_that_failed() throws IOException {
    var text = FinalityFile.of(committee.cluster(), state(), Bytes.utf8("blue")).json().toString();
    for (var change : List.of(hex("sky"), hex("blue"))) {
      var forged = write(Bytes.utf8(text.replace(change, hex("x".repeat(change.length() / 2)))));
      assertThat(run("verify", forged, "--genesis", genesis.toString(), "--json")).isEqualTo(1);
      assertThat(out.toString()).contains("\"failed\":\"key-proof\"");
    }
  }

  /** What the group certified after it had executed one write. */
  private Snapshot state() {
    var store = new KeyValueStore();
    var put = new KeyValueOperation.Put(Bytes.utf8("blue"), Bytes.utf8("sky"));
    var moment = new StateMachine.Moment(new SequenceNumber(1), 1, new ClientId(1));
    store.execute(KeyValueRequest.of(put).encode(), moment);
    var chunks = store.chunks();
    var root = MerkleRoot.of(chunks.stream().map(Chunk::digest).toList());
    var like = new Examples(committee).header();
    var header =
        Canonical.seal(
            new Header(
                like.sequence(),
                like.previous(),
                like.batch(),
                like.results(),
                root,
                like.configuration(),
                like.timestamp(),
                Digest.ZERO));
    return new Snapshot(committee.stable(header), chunks);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(Bytes.utf8(text).toArray());
  }

  @Test
  void what_cannot_be_read_ends_with_two() throws IOException {
    var junk = write(Bytes.utf8("{\"version\":1}"));
    assertThat(run("verify", junk, "--genesis", genesis.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is missing");
    var missing = folder.resolve("none").toString();
    assertThat(run("verify", missing, "--genesis", genesis.toString())).isEqualTo(2);
    assertThat(run("verify", junk)).isEqualTo(2);
  }

  private int run(String... arguments) {
    var line = QuorateCommand.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  /** The usual members, with a nonce as long as a file wants it. */
  private static Committee founded(String name) {
    var usual = Committee.of(4);
    var like = usual.genesis();
    var nonce = Bytes.utf8("a nonce of sixteen bytes or more");
    var genesis = new Genesis(name, nonce, like.members(), like.clients(), like.rules());
    return new Committee(genesis, Canonical.clusterId(genesis), usual.scheme());
  }

  private static Bytes json(FinalityFile file) {
    return Bytes.utf8(file.json().toString());
  }

  private String write(Bytes content) throws IOException {
    var file = Files.createTempFile(folder, "certificate", "");
    Files.write(file, content.toArray());
    return file.toString();
  }
}
