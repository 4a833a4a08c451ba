package io.quorate.extension.celestia;

import io.quorate.engine.model.Bytes;

/**
 * What a CometBFT commit votes for.
 *
 * @param hash of the header
 * @param total parts of the block
 * @param parts root over them
 */
public record BlockId(Bytes hash, long total, Bytes parts) {

  /** The id of no block: the first header's predecessor. */
  static final BlockId NONE = new BlockId(Bytes.EMPTY, 0, Bytes.EMPTY);

  Bytes toProtobuf() {
    var parted = new ProtobufWriter().number(1, total).bytes(2, parts).toBytes();
    return new ProtobufWriter().bytes(1, hash).message(2, parted).toBytes();
  }
}
