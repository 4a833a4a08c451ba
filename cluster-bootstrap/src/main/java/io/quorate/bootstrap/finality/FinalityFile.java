package io.quorate.bootstrap.finality;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bootstrap.committee.CommitteeFile;
import io.quorate.bootstrap.kv.KeyProof;
import io.quorate.engine.codec.FinalityCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.spi.SnapshotStore.Snapshot;
import java.util.Optional;

/**
 * What a file of finality holds.
 *
 * @param certificate a claim
 * @param genesis the text of the founding record that came with it, a claim as well; a digest of it
 *     that is trusted makes it good
 * @param key what the certified state says of one key, a claim as well
 */
public record FinalityFile(
    FinalityCertificate certificate, Optional<String> genesis, Optional<KeyProof> key) {

  /** A certificate, and perhaps the founding record. */
  public FinalityFile(FinalityCertificate certificate, Optional<String> genesis) {
    this(certificate, genesis, Optional.empty());
  }

  /** What a stable state, whose application is the key-value store, says of one key. */
  public static FinalityFile of(ClusterId cluster, Snapshot state, Bytes key) {
    return new FinalityFile(
        FinalityCertificate.of(cluster, state.checkpoint()),
        Optional.empty(),
        Optional.of(KeyProof.of(state.chunks(), key)));
  }

  /** Bytes of the longest file that is read. */
  public static final int MOST_BYTES = 4 << 20;

  /**
   * Reads CBOR or JSON, told by the first byte.
   *
   * @throws FinalityJson.Malformed with the reason when it is neither
   */
  public static FinalityFile read(Bytes content) {
    if (content.length() > MOST_BYTES) {
      throw new FinalityJson.Malformed("$", "longer than " + MOST_BYTES + " bytes");
    }
    if (!content.isEmpty() && isText(content.at(0))) {
      return FinalityJson.read(content);
    }
    var certificate =
        FinalityCodec.decode(content)
            .orElseThrow(error -> new FinalityJson.Malformed("$", "no certificate: " + error));
    return new FinalityFile(certificate, Optional.empty());
  }

  /** The same with the founding record. */
  public FinalityFile with(Genesis founding) {
    return new FinalityFile(certificate, Optional.of(CommitteeFile.render(founding)), key);
  }

  /** As JSON, with the founding record if there is one. */
  public ObjectNode json() {
    return FinalityJson.of(this);
  }

  private static boolean isText(byte first) {
    return first == '{' || Character.isWhitespace(first);
  }
}
