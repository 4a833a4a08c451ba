package io.quorate.extension.celestia;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.MerkleRoot;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A CometBFT block header; its hash is a Merkle root over its fields in protobuf. */
public record CometHeader(
    Version version, String chain, long height, Instant time, BlockId last, Hashes hashes) {

  /** Versions of the block protocol and of the application. */
  public record Version(long block, long application) {}

  /** The hashes in a header, each 32 bytes or absent; the proposer is an address. */
  public record Hashes(
      Bytes lastCommit,
      Bytes data,
      Bytes validators,
      Bytes nextValidators,
      Bytes consensus,
      Bytes application,
      Bytes lastResults,
      Bytes evidence,
      Bytes proposer) {

    private Stream<Bytes> fields() {
      return Stream.of(
          lastCommit,
          data,
          validators,
          nextValidators,
          consensus,
          application,
          lastResults,
          evidence,
          proposer);
    }
  }

  public Digest hash() {
    var numbers =
        Stream.of(
            new ProtobufWriter()
                .number(1, version.block())
                .number(2, version.application())
                .toBytes(),
            new ProtobufWriter().text(1, chain).toBytes(),
            new ProtobufWriter().number(1, height).toBytes(),
            ProtobufWriter.time(time),
            last.toProtobuf());
    var digests = hashes.fields().map(each -> new ProtobufWriter().bytes(1, each).toBytes());
    List<Digest> leaves = Stream.concat(numbers, digests).map(MerkleRoot::leaf).toList();
    return MerkleRoot.ofHashes(leaves);
  }
}
