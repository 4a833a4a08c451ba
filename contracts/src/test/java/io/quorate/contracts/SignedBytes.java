package io.quorate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.SigningBytes;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Statement;
import java.util.Arrays;
import java.util.List;

/** Statements of kinds that contracts know and the engine does not: its own with another number. */
final class SignedBytes {

  /** Where the kind stands: after the head of an array, "quorate" with its head, and a version. */
  private static final int KIND = 10;

  private SignedBytes() {}

  static Bytes of(
      int kind, Digest cluster, long configuration, int signer, long sequence, Digest digest) {
    var type = MessageType.CHECKPOINT;
    var statement =
        new Statement(
            type,
            new ClusterId(cluster),
            new ConfigurationId(configuration),
            signer,
            0,
            sequence,
            digest);
    var bytes = SigningBytes.of(statement).toArray();
    assertThat(bytes[KIND]).isEqualTo((byte) type.code());
    assertThat(Arrays.asList(MessageType.values()))
        .extracting(MessageType::code)
        .doesNotContainAnyElementsOf(List.of(kind));
    bytes[KIND] = (byte) kind;
    return Bytes.wrap(bytes);
  }
}
